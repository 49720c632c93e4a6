"""When a question is asked: several conditions, made on a phone by plain forms, joined by all or any."""

import re
from html import unescape

import pytest
from playwright.sync_api import expect

from hutong import db
from plugins.survey.queries import survey_by_code

OFTEN = {"question": "often", "is": ["first"]}
LOW = {"question": "score", "at_most": 6}
HIGH = {"question": "score", "at_least": 9}


@pytest.fixture
def build(tenant):
    """Send something to the builder: ``build(code, "/when", always="1")``."""

    def send(code, path, **data):
        return tenant.owner.post(tenant.console(f"/survey/{code}/q/wrong{path}"), data=data)

    return send


@pytest.fixture
def condition(rows):
    """The condition of the question "What went wrong?" in the draft."""

    def read(code):
        return rows(code, lambda survey: survey.draft["pages"][0]["questions"][2].get("show_if"))

    return read


@pytest.fixture
def listed(tenant):
    """The page of conditions, and the marks of what can be taken away."""

    def read(code):
        page = tenant.owner.get(tenant.console(f"/survey/{code}/q/wrong/when")).get_data(as_text=True)
        return page, re.findall(r'name="remove" value="([^"]+)"', page)

    return read


@pytest.fixture
def set_condition(tenant):
    """Put a condition into the draft, as a template does."""

    def put(code, condition):
        with tenant.scope():
            survey = survey_by_code(code)
            pages = [
                {**page, "questions": [dict(q) for q in page["questions"]]} for page in survey.draft["pages"]
            ]
            pages[0]["questions"][2]["show_if"] = condition
            survey.draft = {**survey.draft, "pages": pages}
            db.session.commit()

    return put


def test_conditions_are_added_joined_and_taken_away(survey_of, build, condition, listed):
    code = survey_of()

    build(code, "/when/often", option=["first", "unknown"])
    assert condition(code) == {"all": [LOW, OFTEN]}
    build(code, "/when", way="any")
    build(code, "/when/often", option=["first"])  # the same once more is no second one
    assert condition(code) == {"any": [LOW, OFTEN]}
    page, marks = listed(code)
    assert "“Recommend us?” is 6 or less" in unescape(page)
    build(code, "/when/score", part=marks[0], way="at_least", number="９")
    assert condition(code) == {"any": [HIGH, OFTEN]}
    build(code, "/when", remove=listed(code)[1][1])
    assert condition(code) == HIGH
    build(code, "/when", always="1")
    assert condition(code) is None
    assert "It is asked of everybody now." in listed(code)[0]


def test_a_condition_without_an_answer_is_refused(survey_of, build, condition):
    code = survey_of()

    refused = [
        build(code, "/when/often").status_code,
        build(code, "/when/score", number="--3").status_code,
        build(code, "/when/wrong", answered="yes").status_code,
        build(code, "/when", way="none").status_code,
    ]

    assert refused == [422, 422, 404, 400]
    assert condition(code) == LOW


def test_the_list_of_questions_says_all_conditions(survey_of, build, tenant):
    code = survey_of()
    build(code, "/when/often", option=["first", "weekly"])
    build(code, "/when", way="any")

    page = unescape(tenant.owner.get(tenant.console(f"/survey/{code}")).get_data(as_text=True))

    assert "Only if “Recommend us?” is 6 or less, or “How often?” is Every week or First time" in page


def test_respondents_are_asked_by_all_or_any(survey_of, build, tenant, respondent):
    code = survey_of()
    build(code, "/when/often", option=["first"])

    def takes(often):
        typed = {"q_often": often, "q_score": "3", "q_wrong": "The lid"}
        return respondent(code).answer(typed).status_code

    publish = tenant.console(f"/survey/{code}/publish")
    tenant.owner.post(publish)
    for_all = takes("weekly"), takes("first")
    build(code, "/when", way="any")
    tenant.owner.post(publish)

    assert (for_all, (takes("weekly"), takes("first"))) == ((422, 303), (303, 303))


def test_a_group_inside_a_group_is_said_in_words_and_kept(survey_of, build, condition, listed, set_condition):
    group = {"any": [OFTEN, {"question": "score", "at_least": 10}]}
    code = survey_of()
    set_condition(code, {"all": [LOW, group]})

    page, marks = listed(code)
    assert "“How often?” is First time, or “Recommend us?” is 10 or more" in unescape(page)
    assert "it can be taken away, not changed here" in page
    build(code, "/when/score", part=marks[0], way="at_most", number="5")
    assert condition(code) == {"all": [{"question": "score", "at_most": 5}, group]}
    build(code, "/when", remove=listed(code)[1][0])
    assert condition(code) == group


def test_brackets_keep_and_apart_from_or(survey_of, tenant, set_condition):
    code = survey_of()
    set_condition(code, {"any": [LOW, {"all": [OFTEN, HIGH]}]})

    page = unescape(tenant.owner.get(tenant.console(f"/survey/{code}")).get_data(as_text=True))

    assert (
        "Only if “Recommend us?” is 6 or less, or "
        "(“How often?” is First time and “Recommend us?” is 9 or more)"
    ) in page


def test_who_changes_a_condition_second_finds_both(survey_of, build, condition, listed):
    code = survey_of()
    opened = listed(code)[1][0]
    build(code, "/when/score", part=opened, way="at_most", number="3")

    build(code, "/when/score", part=opened, way="at_least", number="9")

    assert condition(code) == {"all": [{"question": "score", "at_most": 3}, HIGH]}
    assert "Somebody has changed that condition since." in listed(code)[0]


def test_more_than_a_form_can_bear_is_refused_in_words(survey_of, build, condition):
    code = survey_of()
    for number in range(19):
        build(code, "/when/score", way="at_least", number=str(number))

    refused = build(code, "/when/score", way="at_least", number="30")

    assert refused.status_code == 422
    assert "Take one condition away first." in refused.get_data(as_text=True)
    assert len(condition(code)["all"]) == 20


def test_a_deleted_question_takes_only_its_own_conditions(survey_of, tenant, rows, set_condition):
    code = survey_of()
    set_condition(code, {"any": [OFTEN, {"all": [LOW, HIGH]}]})

    tenant.owner.post(tenant.console(f"/survey/{code}/q/score/delete"))

    assert rows(code, lambda survey: survey.draft["pages"][0]["questions"][1]["show_if"]) == OFTEN
    page = tenant.owner.get(tenant.console(f"/survey/{code}")).get_data(as_text=True)
    assert "1 question has one condition less now." in page


@pytest.mark.browser
def test_conditions_on_a_phone_without_script(app, tenant, survey_of, condition, serve, new_page):
    code = survey_of()
    base = serve(app)
    page = new_page(language="en", javascript=False)
    cookie = tenant.owner.get_cookie("hutong_session")
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base}])

    page.goto(f"{base}{tenant.console(f'/survey/{code}/q/wrong')}")
    page.get_by_role("link", name="Only if “Recommend us?”").click()
    page.get_by_role("link", name="How often?").click()
    page.get_by_label("First time").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="one of these holds").click()

    expect(page.get_by_role("button", name="one of these holds")).to_have_attribute("aria-pressed", "true")
    assert condition(code) == {"any": [LOW, OFTEN]}
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_role("heading", name="When it is asked")).to_be_visible()
