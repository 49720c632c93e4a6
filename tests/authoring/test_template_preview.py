"""A template's real site in a browser, that follows its files; from nothing to the page in two commands."""

import threading
import urllib.request

import pytest

from core.authoring.template_new import new_template
from core.authoring.template_preview import preview_server
from core.testing.accessibility import assert_accessible

pytestmark = pytest.mark.browser


@pytest.fixture
def folder(app, tmp_path):
    with app.app_context():
        return new_template("fix-it", parent=tmp_path)


@pytest.fixture
def address(app, folder):
    """Where the folder's preview is served."""
    with preview_server(folder, app.extensions["hutong.settings"], 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def change(folder, right, wrong):
    path = folder / "content" / "site.yaml"
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong), "utf-8")


def test_the_page_follows_the_files(folder, address, new_page):
    page = new_page(language="en")
    page.goto(f"{address}/?lang=en")
    page.goto(f"{address}/preview/?lang=en")
    assert page.locator("h1").inner_text() == "Don’t bin them.\nBring them in"

    change(folder, "Bring them in", "Bring them here")
    page.locator("h1", has_text="Bring them here").wait_for()

    change(folder, "kind: prices", "kind: price")
    page.locator("code", has_text="fix-it/content/site.yaml:36").wait_for()
    assert "did you mean 'prices'?" in page.locator(".hint").inner_text()
    assert_accessible(page)

    change(folder, "kind: price", "kind: prices")
    page.locator("h1", has_text="Bring them here").wait_for()

    page.get_by_role("link", name="See prices").click()
    page.get_by_text("New half soles").wait_for()
    page.goto(f"{address}/preview/site/prices?lang=zh")
    page.get_by_text("换前掌").wait_for()


def test_forms_can_be_looked_at_and_nothing_is_sent(folder, address, new_page):
    page = new_page(language="en")
    page.goto(f"{address}/preview/?lang=en")
    page.locator("a[href*='/survey/']:visible").first.click()
    page.locator("form button[type=submit], form button").last.click()

    assert page.locator("h1").inner_text() == "Nothing is sent from a preview"
    assert_accessible(page)
    page.get_by_role("link", name="Back to the page").click()
    page.get_by_role("heading", name="How did we do?").wait_for()


def test_other_surfaces_lead_to_the_site(address):
    for path in ("/", "/console/preview/", "/-/gallery/blank"):
        with urllib.request.urlopen(address + path) as answer:
            assert answer.url == f"{address}/preview/"
