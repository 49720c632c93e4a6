"""The builder as its owner uses it, by plain forms."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from hutong import db
from plugins.survey.models import SurveyVersion


@pytest.fixture
def build(tenant):
    """Send something to the builder: ``build(code, "/add", kind="page")``."""

    def send(code, path, **data):
        return tenant.owner.post(tenant.console(f"/survey/{code}{path}"), data=data)

    return send


def question_ids(survey):
    return [[question["id"] for question in page["questions"]] for page in survey.draft["pages"]]


def hidden(page, name):
    return unescape(re.search(rf'name="{name}"[^>]* value="([^"]*)"', page).group(1))


def test_a_new_survey_is_written_published_and_answered(tenant, build, respondent, rows):
    made = tenant.owner.post(tenant.console("/survey/new"), data={"title": "Breakfast?"})
    code = made.location.rpartition("/")[2]
    assert build(code, "/publish").location.endswith("/publish")  # nothing to ask yet

    saved = build(
        code,
        "/new/single",
        kind="single",
        page="0",
        title_en="Tea or coffee?",
        required="y",
        option_id=["", "", ""],
        option_en=["Tea", "Coffee", ""],
    )
    assert saved.status_code == 302
    assert build(code, "/add", ready="stars").status_code == 302
    assert build(code, "/publish").status_code == 302

    question = rows(code, lambda survey: survey.draft["pages"][0]["questions"][0])
    tea = question["options"][0]["id"]
    assert [option["label"] for option in question["options"]] == [{"en": "Tea"}, {"en": "Coffee"}]
    assert respondent(code).answer({f"q_{question['id']}": tea}).status_code == 303


def test_an_option_keeps_its_id_when_lines_before_it_go(survey_of, build, tenant, rows):
    code = survey_of()
    page = tenant.owner.get(tenant.console(f"/survey/{code}/q/often")).get_data(as_text=True)

    build(
        code,
        "/q/often",
        kind="single",
        page="0",
        base=hidden(page, "base"),
        title_en="How often?",
        option_id=["weekly", "first", ""],
        option_en=["", "My first time", "Never"],
        option_zh=["", "", ""],
    )

    options = rows(code, lambda survey: survey.draft["pages"][0]["questions"][0]["options"])
    assert [option["label"]["en"] for option in options] == ["My first time", "Never"]
    assert options[0]["id"] == "first"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"title_en": ""}, "Write what you ask."),
        ({"option_id": ["weekly"], "option_en": ["Only one"], "option_zh": [""]}, "at least two options"),
        ({"title_en": "x" * 301}, "Field cannot be longer"),
    ],
)
def test_a_question_with_something_missing_is_kept_as_typed(survey_of, build, tenant, data, words):
    code = survey_of()
    page = tenant.owner.get(tenant.console(f"/survey/{code}/q/often")).get_data(as_text=True)
    typed = {
        "title_en": "My title",
        "title_zh": "",
        "option_id": ["weekly", "first"],
        "option_en": ["A", "Typed option"],
        "option_zh": ["", ""],
    }

    refused = build(code, "/q/often", kind="single", page="0", base=hidden(page, "base"), **{**typed, **data})

    assert refused.status_code == 422
    assert words in refused.get_data(as_text=True)
    assert "Typed option" in refused.get_data(as_text=True) or "Only one" in refused.get_data(as_text=True)


def test_two_people_who_edit_one_question_see_both_versions(survey_of, build, tenant, rows):
    code = survey_of()
    page = tenant.owner.get(tenant.console(f"/survey/{code}/q/wrong")).get_data(as_text=True)
    base = hidden(page, "base")
    mine = {"kind": "long_text", "page": "0", "base": base, "title_en": "Mine"}
    build(code, "/q/wrong", **{**mine, "title_en": "Theirs"})

    second = build(code, "/q/wrong", **mine)
    shown = second.get_data(as_text=True)
    assert second.status_code == 409
    assert "Mine" in shown
    assert "Theirs" in shown
    assert rows(code, lambda survey: survey.draft["pages"][0]["questions"][2]["title"]["en"]) == "Theirs"

    build(code, "/q/wrong", **{**mine, "base": hidden(shown, "base")})
    assert rows(code, lambda survey: survey.draft["pages"][0]["questions"][2]["title"]["en"]) == "Mine"


def test_a_question_that_was_deleted_meanwhile_can_be_kept(survey_of, build, tenant, rows):
    code = survey_of()
    page = tenant.owner.get(tenant.console(f"/survey/{code}/q/wrong")).get_data(as_text=True)
    mine = {"kind": "long_text", "page": "0", "base": hidden(page, "base"), "title_en": "Mine"}
    build(code, "/q/wrong/delete")

    conflict = build(code, "/q/wrong", **mine)
    assert conflict.status_code == 409
    build(code, "/q/wrong", **{**mine, "base": hidden(conflict.get_data(as_text=True), "base")})

    assert rows(code, question_ids) == [["often", "score", "wrong"]]


def test_moves_cross_pages_and_a_condition_stays_after_its_question(survey_of, build, rows):
    code = survey_of()

    build(code, "/add", kind="page")
    build(code, "/q/wrong/move/down")
    assert rows(code, question_ids) == [["often", "score"], ["wrong"]]
    build(code, "/q/score/move/down")
    assert rows(code, question_ids) == [["often"], ["score", "wrong"]]
    build(code, "/q/score/move/down")
    assert rows(code, question_ids) == [["often"], ["score", "wrong"]]
    build(code, "/pages/1/remove")
    assert rows(code, question_ids) == [["often", "score", "wrong"]]


def test_a_drag_is_one_order_and_a_stale_one_is_refused(survey_of, build, rows):
    code = survey_of()

    assert build(code, "/pages/0/order", order="score,often,wrong").status_code == 204
    assert build(code, "/pages/0/order", order="score,often").status_code == 409
    assert build(code, "/pages/0/order", order="wrong,score,often").status_code == 409
    assert rows(code, question_ids) == [["score", "often", "wrong"]]


def test_delete_frees_what_hung_on_it_and_can_be_undone(survey_of, build, rows):
    code = survey_of()

    build(code, "/q/score/delete")
    assert rows(code, question_ids) == [["often", "wrong"]]
    assert rows(code, lambda survey: "show_if" in survey.draft["pages"][0]["questions"][1]) is False
    build(code, "/undo")

    assert rows(code, question_ids) == [["often", "score", "wrong"]]
    assert rows(code, lambda survey: survey.draft["pages"][0]["questions"][2]["show_if"]) == {
        "question": "score",
        "at_most": 6,
    }


def test_versions_stay_and_changes_are_told_in_words(survey_of, build, tenant, rows):
    code = survey_of()
    build(code, "/q/score/delete")
    build(code, "/add", ready="better")

    page = tenant.owner.get(tenant.console(f"/survey/{code}/publish")).get_data(as_text=True)
    assert "New: “What could we do better?”" in page
    assert "No longer asked: “Recommend us?”" in page
    build(code, "/publish")

    def versions(survey):
        found = db.session.scalars(
            select(SurveyVersion).where(SurveyVersion.survey_id == survey.id).order_by(SurveyVersion.number)
        )
        return [[len(page["questions"]) for page in version.definition["pages"]] for version in found]

    assert rows(code, versions) == [[3], [3]]


def test_the_bin_keeps_a_survey_and_gives_it_back(survey_of, build, tenant, respondent):
    code = survey_of()

    build(code, "/bin")
    assert respondent(code).open().status_code == 404
    assert tenant.owner.get(tenant.console(f"/survey/{code}")).status_code == 404
    build(code, "/restore")

    assert respondent(code).open().status_code == 200


@pytest.mark.parametrize(
    ("address", "theirs", "mine"),
    [
        ("/pages/0", {"title_en": "Theirs"}, {"title_en": "Mine"}),
        ("/settings/words", {"title_en": "Theirs", "title_zh": ""}, {"title_en": "Mine", "title_zh": ""}),
        ("/settings/times", {"cap": "5"}, {"cap": "7"}),
        (
            "/settings/rules",
            {"languages": ["en"], "keep_days": "30", "notify": "off"},
            {"languages": ["zh"], "keep_days": "60", "notify": "each"},
        ),
    ],
)
def test_settings_of_two_editors_meet(survey_of, build, tenant, rows, address, theirs, mine):
    code = survey_of()
    page = tenant.owner.get(tenant.console(f"/survey/{code}{address}")).get_data(as_text=True)
    base = hidden(page, "base")

    def settings(survey):
        return survey.title, survey.cap, survey.languages, survey.keep_days, survey.notify, survey.draft

    assert build(code, address, base=base, **theirs).status_code == 302
    saved = rows(code, settings)
    second = build(code, address, base=base, **mine)

    assert second.status_code == 409
    assert rows(code, settings) == saved
    assert (
        build(code, address, **{**mine, "base": hidden(second.get_data(as_text=True), "base")}).status_code
        == 302
    )
    assert rows(code, settings) != saved


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/settings/times", {"opens_at": "2026-06-02T10:00", "closes_at": "2026-06-01T10:00"}),
        ("/settings/times", {"closes_at": "tomorrow"}),
        ("/settings/times", {"cap": "many"}),
        ("/settings/rules", {"languages": ["en"], "keep_days": "0", "notify": "daily"}),
        ("/settings/rules", {"languages": ["fr"], "keep_days": "30", "notify": "daily"}),
        ("/settings/words", {"title_en": "", "title_zh": ""}),
        ("/new/number", {"kind": "number", "page": "0", "title_en": "n", "min": "9", "max": "1"}),
    ],
)
def test_settings_that_make_no_sense_are_refused_with_words(survey_of, build, path, data):
    assert build(survey_of(), path, **data).status_code == 422
