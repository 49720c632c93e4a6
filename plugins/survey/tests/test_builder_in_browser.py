"""The builder on a phone: the sheet of kinds, moving by keyboard, undo, two editors."""

import pytest
from playwright.sync_api import expect

from hutong.testing import assert_accessible

pytestmark = pytest.mark.browser


@pytest.fixture
def owner_page(app, tenant, serve, new_page):
    """A phone that is signed in; gives the page and the console's address."""
    base = serve(app)
    page = new_page(language="en")
    cookie = tenant.owner.get_cookie("hutong_session")
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base}])
    return page, base + tenant.console("/survey")


def test_a_question_is_added_from_the_sheet_moved_and_taken_back(owner_page, survey_of):
    page, address = owner_page
    page.goto(f"{address}/{survey_of()}")
    titles = page.locator(".item b")

    page.get_by_role("link", name="Add a question").click()
    sheet = page.get_by_role("dialog")
    assert_accessible(page)
    sheet.get_by_role("button", name="Short text").click()
    page.get_by_label("Question, English").fill("Anything else?")
    page.get_by_role("button", name="Save the question").click()
    expect(titles).to_have_text(["How often?", "Recommend us?", "What went wrong?", "Anything else?"])

    grip = page.get_by_role("button", name="Move “Anything else?”", exact=True)
    grip.focus()
    with page.expect_response(lambda response: response.url.endswith("/pages/0/order")):
        page.keyboard.press("ArrowUp")
    page.reload()
    expect(titles).to_have_text(["How often?", "Recommend us?", "Anything else?", "What went wrong?"])

    page.get_by_role("link", name="Anything else?").click()
    page.locator("header summary").click()
    page.get_by_role("button", name="Delete this question").click()
    expect(titles).to_have_text(["How often?", "Recommend us?", "What went wrong?"])
    page.get_by_role("button", name="Undo").click()
    expect(titles).to_have_text(["How often?", "Recommend us?", "Anything else?", "What went wrong?"])


def test_the_second_editor_chooses_between_both_versions(owner_page, survey_of):
    mine, address = owner_page
    question = f"{address}/{survey_of()}/q/wrong"
    theirs = mine.context.new_page()
    for page, words in ((mine, "Mine"), (theirs, "Theirs")):
        page.goto(question)
        page.get_by_label("Question, English").fill(words)

    theirs.get_by_role("button", name="Save the question").click()
    expect(theirs.locator(".item b")).to_have_text(["How often?", "Recommend us?", "Theirs"])
    mine.get_by_role("button", name="Save the question").click()
    expect(mine.get_by_role("heading", name="Somebody was faster")).to_be_visible()
    assert_accessible(mine)
    mine.get_by_role("button", name="Keep mine").click()

    expect(mine.locator(".item b")).to_have_text(["How often?", "Recommend us?", "Mine"])
