"""A customer with an old phone: no JavaScript, a slip of the thumb, and the back button."""

import pytest

from core.testing.browser import screenshot

pytestmark = pytest.mark.browser

WORDS = {
    "zh": {"weekly": "每周", "other": "帽子", "second": "取衣这件事", "thanks": "收到了，谢谢您"},
    "en": {"weekly": "Every week", "other": "a hat", "second": "Picking up", "thanks": "Got it, thank you"},
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_javascript_everything_typed_is_kept_and_sent_once(
    shop, serve, new_page, answer_everything, language
):
    words = WORDS[language]
    page = new_page(language=language, javascript=False)
    page.goto(serve(shop.app) + shop.link + f"?lang={language}")

    assert page.url.count("lang=") == 1
    page.get_by_text(words["weekly"], exact=True).tap()
    page.locator('input[name="other_items"]').fill(words["other"])
    page.locator("button.main").tap()

    page.get_by_role("alert").wait_for()
    assert page.get_by_label(words["weekly"], exact=True).is_checked()
    assert page.locator('input[name="other_items"]').input_value() == words["other"]
    screenshot(page, f"journey-{language}-oops")

    page.get_by_text("9", exact=True).tap()
    page.locator("button.main").tap()
    page.locator("h2.part", has_text=words["second"]).wait_for()
    answer_everything(page)
    assert page.get_by_role("heading", name=words["thanks"]).is_visible()
    [answers] = shop.responses
    assert (answers["visits"], answers["recommend"]) == ("weekly", 9)

    page.go_back()
    page.locator("button.main").tap()
    page.get_by_role("heading", name=words["thanks"]).wait_for()
    page.reload()
    assert shop.responses == [answers]
