"""The main job, as a new user does it: pick a scenario, try it, claim it, share a code, read the answers.

On a phone of 360×740, in Chinese and in English, in a real browser; every touch of the glass is counted.
What passes between the owner's phone and the customer's is only the QR code, read from the owner's screen.
"""

import time

import pytest

from core.testing.accessibility import assert_accessible
from core.testing.browser import screenshot
from core.testing.codes import read_codes_on
from tests.journeys.owning import claim, try_the_laundry

pytestmark = pytest.mark.browser

MOST_TAPS = 12
MOST_SECONDS = 60
ASKED = {"zh": "这次洗得满意吗？", "en": "How did we do?"}
DONE = {"zh": "收到了，谢谢您", "en": "Got it, thank you"}


def code_of_the_survey(thumb, console, language):
    """What the QR code on the owner's screen says."""
    thumb.page.goto(f"{console}/survey/")
    thumb.tap(thumb.page.locator(".rows li", has_text=ASKED[language]).locator("a"))
    thumb.tap('a.door[href*="/share/"]')
    thumb.page.locator("svg.qr").wait_for()
    [code] = read_codes_on(thumb.page)
    return code


def look_at(page, name):
    assert_accessible(page)
    screenshot(page, f"journey-{name}")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_the_landing_page_to_the_first_answer(
    serve, app, new_page, thumb_on, answer_everything, figure, language
):
    address = serve(app)
    thumb, customer = thumb_on(new_page(language=language)), new_page(language=language)
    started = time.monotonic()

    slug = try_the_laundry(thumb, address)
    live = f"live after {thumb.taps} taps and {time.monotonic() - started:.1f} s"
    claim(thumb)
    customer.goto(f"{address}/{slug}/")
    seconds = time.monotonic() - started
    figure(f"main job, {language}", f"{live}; claimed after {thumb.taps} taps and {seconds:.1f} s")
    assert customer.locator("main a[href*='/survey/']").first.is_visible()
    assert thumb.taps <= MOST_TAPS
    assert seconds <= MOST_SECONDS
    look_at(customer, f"{language}-site")

    code = code_of_the_survey(thumb, f"{address}/console/{slug}", language)
    look_at(thumb.page, f"{language}-share")
    customer.goto(code)
    look_at(customer, f"{language}-survey")
    answer_everything(customer)
    assert customer.locator("h1").inner_text() == DONE[language]
    look_at(customer, f"{language}-thanks")

    app.extensions["hutong.sightings"].flush()
    thumb.page.goto(f"{address}/console/{slug}/")
    thumb.tap("#waiting a >> nth=0")
    assert thumb.page.locator("[data-live]").get_attribute("data-responses") == "1"
    assert thumb.page.locator(".funnel dd").all_inner_texts() == ["1", "1", "1", "1"]
    look_at(thumb.page, f"{language}-results")
