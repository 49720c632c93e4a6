"""The main job, as a new user does it: pick a scenario, try it, claim it, share a code, read the answers.

On a phone of 360×740, in Chinese and in English, in a real browser; every touch of the glass is counted.
"""

import re
import time

import pytest

from core.testing.accessibility import assert_accessible
from core.testing.browser import screenshot
from core.testing.codes import read_codes_on

pytestmark = pytest.mark.browser

MOST_TAPS = 12
MOST_SECONDS = 60
ASKED = {"zh": "这次洗得满意吗？", "en": "How did we do?"}
DONE = {"zh": "收到了，谢谢您", "en": "Got it, thank you"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_the_landing_page_to_the_first_answer(
    serve, app, new_page, thumb_on, answer_everything, figure, language
):
    address = serve(app)
    page = new_page(language=language)
    thumb = thumb_on(page)
    started = time.monotonic()

    page.goto(address)
    thumb.tap(".hero a.btn")
    thumb.tap('#laundry form[action*="/-/try/laundry"] button')
    page.wait_for_url("**/console/**")
    live = f"live after {thumb.taps} taps and {time.monotonic() - started:.1f} s"
    slug = re.search(r"/console/([^/?]+)", page.url)[1]
    thumb.tap('a[href*="/-/claim"]')
    thumb.type("#email", "owner@shop.example")
    thumb.type("#password", "a short sentence of mine")
    thumb.tap("form button.door")
    page.wait_for_url("**/-/claimed**")
    visitor = new_page(language=language)
    visitor.goto(f"{address}/{slug}/")
    seconds = time.monotonic() - started
    figure(f"main job, {language}", f"{live}; claimed after {thumb.taps} taps and {seconds:.1f} s")
    assert visitor.locator("main a[href*='/survey/']").first.is_visible()
    assert_accessible(visitor)
    screenshot(visitor, f"journey-{language}-site")
    assert thumb.taps <= MOST_TAPS
    assert seconds <= MOST_SECONDS

    page.goto(f"{address}/console/{slug}/survey/")
    thumb.tap(page.locator(".rows li", has_text=ASKED[language]).locator("a"))
    thumb.tap('a.door[href*="/share/"]')
    page.locator("svg.qr").wait_for()
    assert_accessible(page)
    screenshot(page, f"journey-{language}-share")
    [code] = read_codes_on(page)
    assert code.startswith(f"{address}/{slug}/s/")

    customer = new_page(language=language)
    customer.goto(code)
    screenshot(customer, f"journey-{language}-survey")
    answer_everything(customer)
    assert customer.locator("h1").inner_text() == DONE[language]
    assert_accessible(customer)
    screenshot(customer, f"journey-{language}-thanks")

    app.extensions["hutong.sightings"].flush()
    page.goto(f"{address}/console/{slug}/")
    thumb.tap("#waiting a")
    assert page.locator("[data-now]").get_attribute("data-now") == "1"
    assert page.locator(".funnel dd").all_inner_texts() == ["1", "1", "1", "1"]
    assert_accessible(page)
    screenshot(page, f"journey-{language}-results")
