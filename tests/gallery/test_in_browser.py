"""From the landing page into a console of one's own, on a phone, with script and without."""

import re

import pytest

from core.testing.accessibility import assert_accessible

pytestmark = pytest.mark.browser

TRADE = {"zh": "小店", "en": "Corner shop"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_two_taps_with_script(app, serve, new_page, language):
    """The proof of work is done meanwhile: nobody sees it."""
    page = new_page(language=language)
    page.goto(serve(app))

    page.locator(".hero a.btn").tap()
    page.get_by_role("button", name=TRADE[language]).tap()
    page.wait_for_url(re.compile(r"/console/corner-shop-"))

    assert page.locator(".trial").is_visible()
    assert_accessible(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_three_taps_and_a_breath_without_script(app, serve, new_page, language):
    page = new_page(language=language, javascript=False)
    page.goto(serve(app))

    page.locator(".hero a.btn").tap()
    page.get_by_role("button", name=TRADE[language]).tap()
    page.wait_for_timeout(3500)
    page.locator("main button.door").tap()
    page.wait_for_url(re.compile(r"/console/corner-shop-"))

    assert page.locator(".trial").is_visible()


def test_slug_is_judged_while_it_is_typed(app, serve, new_page):
    page = new_page(language="en")
    page.goto(serve(app))
    page.get_by_role("button", name="Corner shop").tap()
    page.wait_for_url(re.compile(r"/console/corner-shop-"))
    page.locator(".trial a").tap()

    said = page.locator("#slug-why")
    page.locator("#slug").fill("admin")
    said.filter(has_text="kept for the platform").wait_for()
    page.locator("#slug").fill("zhous-laundry")
    said.filter(has_text="This address is free.").wait_for()

    assert_accessible(page)
