"""What the small scripts of every console page promise: one tap sends once, a sheet gives the focus back."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def owner_page(app, tenant, serve, new_page):
    """A phone that is signed in; gives the page and the console's address."""
    base = serve(app)
    page = new_page(language="en")
    cookie = tenant.owner.get_cookie("hutong_session")
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base}])
    return page, base + tenant.console("")


def test_a_double_tap_sends_a_form_once(owner_page):
    page, console = owner_page
    page.goto(f"{console}/people/invite")
    page.get_by_label("Who is it for?").fill("Xiaomei")
    sent = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)

    with page.expect_navigation():
        page.get_by_role("button", name="Make a link").evaluate(
            "button => { button.click(); button.click(); }"
        )

    assert sent == ["POST"]


def test_a_sheet_closes_on_escape_and_gives_the_focus_back(owner_page):
    page, console = owner_page
    page.goto(f"{console}/site/")
    opener = page.get_by_role("link", name="Add a page")
    opener.click()
    sheet = page.get_by_role("dialog")
    sheet.wait_for()
    assert sheet.evaluate("dialog => dialog.contains(document.activeElement)")
    assert page.url == f"{console}/site/"

    page.keyboard.press("Escape")

    sheet.wait_for(state="detached")
    assert opener.evaluate("link => link === document.activeElement")


def test_a_form_in_a_sheet_goes_to_the_sheets_own_address(owner_page):
    page, console = owner_page
    page.goto(f"{console}/site/")
    page.get_by_role("link", name="Add a page").click()
    sheet = page.get_by_role("dialog")
    sheet.wait_for()
    assert sheet.locator("form").first.evaluate("form => new URL(form.action).pathname").endswith("/site/new")
