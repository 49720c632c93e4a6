"""The respondent at 360×740 without script, in both languages; and what script adds."""

import pytest
from sqlalchemy import select

from hutong import db
from hutong.testing import assert_accessible
from plugins.survey.models import SurveyResponse

pytestmark = pytest.mark.browser

WORDS = {
    "zh": {
        "title": "这次满意吗？",
        "choice": "每周",
        "send": "交上去",
        "left": "还差",
        "thanks": "收到了，谢谢您",
        "next": "换一位接着填",
    },
    "en": {
        "title": "How did we do?",
        "choice": "Every week",
        "send": "Send my answers",
        "left": "What you typed is kept.",
        "thanks": "Got it, thank you",
        "next": "Let the next person answer",
    },
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_phone_without_script_answers_is_corrected_and_thanked(
    app, tenant, survey_of, serve, new_page, language
):
    words = WORDS[language]
    address = serve(app) + tenant.public(f"/survey/{survey_of()}")
    page = new_page(language=language, javascript=False)

    page.goto(address)
    assert page.locator("h1").inner_text() == words["title"]
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.locator("textarea").fill("Kept words")
    page.get_by_role("button", name=words["send"]).last.click()
    assert words["left"] in page.locator(".oops").inner_text()
    assert page.locator("textarea").input_value() == "Kept words"

    page.get_by_text(words["choice"], exact=True).click()
    page.locator(".scale label").nth(3).click()
    page.get_by_role("button", name=words["send"]).last.click()
    assert page.locator("h1").inner_text() == words["thanks"]
    page.reload()
    assert page.locator("h1").inner_text() == words["thanks"]

    page.get_by_role("link", name=words["next"]).click()
    assert page.locator("h1").inner_text() == words["title"]
    assert page.locator("textarea").input_value() == ""
    assert page.locator(":checked").count() == 0


def test_script_asks_only_what_applies_and_forgets_the_last_customer(
    app, tenant, survey_of, serve, new_page, rows
):
    code = survey_of()
    address = serve(app) + tenant.public(f"/survey/{code}")
    page = new_page(language="en")

    page.goto(address)
    assert not page.locator("textarea").is_visible()
    page.get_by_text("Every week", exact=True).click()
    page.locator(".scale label").nth(2).click()
    page.locator("textarea").fill("Slow")
    page.reload()
    assert page.locator("textarea").input_value() == "Slow"
    page.get_by_role("button", name="Send my answers").last.click()
    page.wait_for_url("**/thanks*")
    page.get_by_role("link", name="Let the next person answer").click()

    assert page.locator(":checked").count() == 0
    assert not page.locator("textarea").is_visible()


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_on_the_respondents_pages(app, tenant, survey_of, serve, new_page, dark):
    base = serve(app)
    code, closed = survey_of(), survey_of(state="closed")
    page = new_page(language="zh", dark=dark)

    page.goto(base + tenant.public(f"/survey/{code}"))
    assert_accessible(page)
    page.get_by_role("button", name="交上去").last.click()
    assert_accessible(page)
    page.goto(base + tenant.public(f"/survey/{code}/thanks"))
    assert_accessible(page)
    page.goto(base + tenant.public(f"/survey/{closed}"))
    assert_accessible(page)


def test_the_first_load_is_light(app, tenant, survey_of, serve, new_page):
    address = serve(app) + tenant.public(f"/survey/{survey_of()}")
    page = new_page(language="zh")
    sizes = []
    page.on("response", lambda response: sizes.append(len(response.body())))

    page.goto(address, wait_until="networkidle")

    assert sum(sizes) <= 60_000


def test_a_member_on_a_phone_without_script_reads_whose_name_is_taken(
    app, tenant, survey_of, serve, new_page, rows
):
    code = survey_of()
    address = serve(app)
    cookie = tenant.member.get_cookie("hutong_person", path=tenant.public().rstrip("/"))
    page = new_page(language="zh", javascript=False)
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": address + tenant.public()}],
    )

    for leaves_out in (False, True):
        page.goto(address + tenant.public(f"/survey/{code}"))
        assert page.locator(".as b").inner_text() == "您将以成员 member 的身份回答。"
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.get_by_text("每周", exact=True).click()
        if leaves_out:
            page.get_by_text("不留名字回答").click()
        page.get_by_role("button", name="交上去").last.click()
        assert page.locator("h1").inner_text() == "收到了，谢谢您"
    page.get_by_role("link", name="换一位接着填").click()

    assert page.locator(".as").count() == 0
    named = select(SurveyResponse.person_id).order_by(SurveyResponse.id)
    assert rows(code, lambda _survey: [bool(one) for one in db.session.scalars(named)]) == [True, False]


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_where_a_member_is_named(app, tenant, survey_of, serve, new_page, dark):
    code = survey_of()
    address = serve(app)
    cookie = tenant.member.get_cookie("hutong_person", path=tenant.public().rstrip("/"))
    page = new_page(language="en", dark=dark)
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": address + tenant.public()}],
    )

    page.goto(address + tenant.public(f"/survey/{code}"))

    assert page.get_by_label("Answer without my name").is_visible()
    assert_accessible(page)
