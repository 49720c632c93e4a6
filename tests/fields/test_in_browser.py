"""The form on a phone: live conditions, a memory, a proof of work; and all of it without script."""

import pytest
from playwright.sync_api import expect

from core.testing.accessibility import assert_accessible

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tool, serve) -> str:
    return serve(tool.app)


def test_a_question_appears_when_it_is_asked_and_is_not_sent_when_it_is_not(tool, address, new_page) -> None:
    page = new_page(language="zh")
    page.goto(f"{address}/zh")
    why = page.get_by_label("哪里没做好？")
    expect(why).to_be_hidden()

    page.get_by_text("每周").click()
    page.get_by_text("6", exact=True).click()
    expect(why).to_be_visible()
    why.fill("慢")
    page.get_by_text("9", exact=True).click()
    expect(why).to_be_hidden()
    expect(page.get_by_text("才需要答这题")).to_be_hidden()
    page.get_by_role("button", name="下一页").click()
    page.get_by_text("可以保存我的回答").click()
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_role("heading", name="Thanks")).to_be_visible()
    assert tool.accepted == [{"often": "weekly", "gladly": 9, "agree": True}]


def test_the_whole_form_without_script(tool, address, new_page) -> None:
    page = new_page(language="en", javascript=False)
    page.goto(f"{address}/en")
    expect(page.get_by_text("Only if “Would you recommend us?” is 6 or less.")).to_be_visible()

    page.get_by_label("What is it?").first.fill("rainy days")
    page.get_by_text("9", exact=True).click()
    page.get_by_label("What went wrong?").fill("slow")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_label("What went wrong?")).to_have_value("slow")
    page.get_by_role("button", name="Leave it out and go on").click()
    page.get_by_label("Your phone").fill("138 0013 800")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("2 things left. What you typed is kept.")
    expect(page.get_by_label("Your phone")).to_have_value("138 0013 800")
    page.get_by_role("button", name="Previous page").click()
    expect(page.get_by_label("What is it?").first).to_have_value("rainy days")
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Your phone").fill("13800138000")
    page.get_by_text("You may keep my answers").click()
    page.get_by_role("button", name="Send").click()

    assert tool.accepted == [
        {"often": {"other": "rainy days"}, "gladly": 9, "phone": "+8613800138000", "agree": True}
    ]
    assert tool.verdicts[0].suspicious is False


def test_a_browser_that_can_proves_its_work_on_first_input(tool, address, new_page) -> None:
    page = new_page(language="en")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("?")[0].rpartition("/")[2]))
    page.goto(f"{address}/en")
    assert "challenge" not in asked
    assert "pbkdf2.js" not in asked

    page.get_by_text("Every week").click()
    page.wait_for_function("document.querySelector('[name=altcha]').value !== ''")
    page.get_by_text("9", exact=True).click()
    page.get_by_role("button", name="Next").click()
    page.get_by_text("You may keep my answers").click()
    page.wait_for_function("document.querySelector('[name=altcha]').value !== ''")
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_role("heading", name="Thanks")).to_be_visible()
    assert (tool.verdicts[0].proved, tool.verdicts[0].suspicious) == (True, False)
    assert len(tool.starts) >= 1
    assert tool.starts[0].count(".") == 1


def test_what_was_typed_survives_a_reload_until_it_is_accepted(address, new_page) -> None:
    page = new_page(language="en")
    page.goto(f"{address}/en")
    page.get_by_text("Every week").click()
    page.get_by_text("3", exact=True).click()
    page.get_by_label("What went wrong?").fill("It took a week")
    page.reload()
    expect(page.get_by_label("What went wrong?")).to_have_value("It took a week")
    expect(page.get_by_role("radio", name="Every week")).to_be_checked()

    page.get_by_role("button", name="Next").click()
    page.get_by_text("You may keep my answers").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thanks")).to_be_visible()
    page.goto(f"{address}/en")

    expect(page.get_by_role("radio", name="Every week")).not_to_be_checked()
    assert page.evaluate("sessionStorage.length") == 0


def test_choices_mind_each_other(address, new_page) -> None:
    page = new_page(language="en")
    page.goto(f"{address}/en")
    shirts, nothing = (
        page.get_by_role("checkbox", name="Shirts"),
        page.get_by_role("checkbox", name="Nothing"),
    )

    shirts.check()
    nothing.check()
    expect(shirts).not_to_be_checked()
    page.locator("#other_washed").fill("a bear")
    expect(page.get_by_role("checkbox", name="Other")).to_be_checked()
    expect(nothing).not_to_be_checked()
    page.get_by_role("checkbox", name="Other").uncheck()
    expect(page.locator("#other_washed")).to_have_value("")


def test_characters_left_are_said_near_the_end(address, new_page) -> None:
    page = new_page(language="en")
    page.goto(f"{address}/en")
    page.get_by_text("3", exact=True).click()

    page.get_by_label("What went wrong?").fill("x" * 16)
    expect(page.get_by_role("status")).to_have_count(0)
    page.get_by_label("What went wrong?").fill("😀" * 18)
    expect(page.get_by_role("status")).to_have_text("2 characters left")
    page.get_by_label("What went wrong?").fill("x" * 23)
    expect(page.get_by_role("status")).to_have_text("3 characters too many")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_in_the_way_of_anybody(address, new_page, language: str) -> None:
    page = new_page(language=language)
    page.goto(f"{address}/{language}")
    page.get_by_text("3", exact=True).click()
    assert_accessible(page)
    page.locator("button.main").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)

    page.locator(".opt").first.click()
    page.locator("button.main").click()
    expect(page.locator("#q_wait")).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
