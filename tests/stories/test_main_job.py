"""The main job as somebody new would live it: from the landing page to the first answer, on phones.

Every tap is counted; a tap on the page, a key on the keyboard counts as typing. The owner's phone and the
customer's are two browsers; what passes between them is only the QR code, read from the owner's screen.
"""

import time

import pytest

from core.testing.accessibility import assert_accessible
from core.testing.browser import screenshot
from core.testing.codes import read_codes

pytestmark = pytest.mark.browser

MOST_TAPS = 12
MOST_SECONDS = 60


class Phone:
    """A page whose taps are counted."""

    def __init__(self, page):
        self.page = page
        self.taps = 0

    def tap(self, target):
        self.taps += 1
        target.scroll_into_view_if_needed()
        target.tap()


def answer_everything(page):
    """Answer each question on each page of a form, as a customer in a hurry."""
    for _step in range(10):
        for group in page.locator("fieldset:visible").all():
            choices = group.locator("input[type=radio], input[type=checkbox]")
            if choices.count() and not group.locator("input:checked").count():
                choices.nth(choices.count() // 2).check(force=True)
        form = page.locator("form").filter(has=page.locator("[name=form_token]")).last
        before = page.url, page.locator("h1").first.inner_text(), page.locator("form").count()
        form.locator("button[type=submit]").last.click()
        page.wait_for_load_state()
        if page.locator("[data-accepted]").count() or not page.locator("[name=form_token]").count():
            return
        assert before is not None
    pytest.fail("the form has no end")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_the_landing_page_to_the_first_answer(app, serve, new_page, figure, language):
    address = serve(app)
    owner = Phone(new_page(language=language))
    started = time.monotonic()

    owner.page.goto(address)
    owner.tap(owner.page.locator('form[action*="/-/try/laundry"] button').first)
    owner.page.wait_for_url("**/console/**")
    live = time.monotonic() - started
    assert_accessible(owner.page)
    [code] = read_codes(owner.page.screenshot(full_page=True))

    customer = new_page(language=language)
    customer.goto(code)
    screenshot(customer, f"story-survey-{language}")
    assert_accessible(customer)
    answer_everything(customer)
    screenshot(customer, f"story-thanks-{language}")
    assert_accessible(customer)

    app.extensions["hutong.sightings"].flush()
    owner.page.reload()
    screenshot(owner.page, f"story-today-{language}")
    owner.tap(owner.page.locator("#waiting a").first)
    seconds = time.monotonic() - started
    screenshot(owner.page, f"story-results-{language}")
    assert_accessible(owner.page)
    assert owner.page.locator(".figures b").first.inner_text() == "1"
    funnel = owner.page.locator(".funnel dd").all_inner_texts()

    figure(
        f"main job, {language}",
        f"{owner.taps} taps; live after {live:.1f} s, first answer read after {seconds:.1f} s",
    )
    assert funnel == ["1", "1", "1", "1"]
    assert owner.taps <= MOST_TAPS
    assert live < MOST_SECONDS
