"""The main job, as a new user does it: pick a scenario, try it, claim it, share a code, read the answers.

On a phone of 360×740, in Chinese and in English, in a real browser; every touch of the glass is counted.
"""

import re
import time

import pytest

from core.testing.accessibility import assert_accessible
from core.testing.browser import screenshot

pytestmark = pytest.mark.browser

MOST_TAPS = 12
MOST_SECONDS = 60


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
    page.wait_for_url(re.compile("/console/"))
    slug = re.search(r"/console/([^/?]+)", page.url)[1]
    thumb.tap('a[href*="/-/claim"]')
    thumb.type("#email", "owner@shop.example")
    thumb.type("#password", "a short sentence of mine")
    thumb.tap("form button.door")
    page.wait_for_url(re.compile("/-/claimed|/console/"))
    seconds = time.monotonic() - started
    figure(f"main job, {language}", f"{thumb.taps} taps, {seconds:.1f} s")

    visitor = new_page(language=language)
    visitor.goto(f"{address}/{slug}/")
    assert_accessible(visitor)
    screenshot(visitor, f"journey-{language}-site")
    assert thumb.taps <= MOST_TAPS
    assert seconds <= MOST_SECONDS
