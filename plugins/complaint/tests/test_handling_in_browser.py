"""The whole story on a phone: set up, open, read, answer, note, hand over, close."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from hutong import Base, db
from hutong.testing import assert_accessible, screenshot
from plugins.complaint.testing import BOX_PASSWORD, make_box

pytestmark = pytest.mark.browser

WORDS = {
    "en": {
        "torn": "A hole in the left sleeve.\nI want it mended, and a word from you.",
        "rude": "Nobody says hello.",
        "answered": "We found it.",
    },
    "zh": {
        "torn": "取回来的大衣左边袖子破了个洞。\n请给我补好，再给个说法。",
        "rude": "没人打招呼。",
        "answered": "找到了，是熨机夹的。",
    },
}


def open_a_box():
    make_box()
    db.session.commit()


def box_to_set():
    box = make_box()
    db.session.commit()
    return box.id


def speak(language):
    """The console follows the account's language, whose class no plugin reads."""
    account = next(one.class_ for one in Base.registry.mappers if one.local_table.name == "account")
    db.session.execute(update(account).values(language=language))
    db.session.commit()


def signed_in(tenant, page, base):
    cookie = tenant.owner.get_cookie("hutong_session")
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base}])
    return base + tenant.console("/complaint")


def sound(page, name):
    """Axe finds nothing, nothing scrolls sideways; a picture is kept."""
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    screenshot(page, f"handling-{name}")


def press(page, selector=".dock .door"):
    """Press the page's main button, and wait for what comes."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def make_sheet(page, language):
    """Show the words, type three of them back."""
    press(page)
    words = page.locator(".words li").all_inner_texts()
    assert len(words) == 24
    sound(page, f"words-{language}")
    press(page)
    fields = page.locator("input[name^=word_]")
    for field in fields.all():
        field.fill("wrong")
    press(page)
    expect(page.locator(".why")).to_have_count(3)
    sound(page, f"check-{language}")
    for field in fields.all():
        field.fill(words[int(field.get_attribute("name").removeprefix("word_")) - 1])
    press(page)


@pytest.mark.parametrize("language", ["en"])  # tests/journeys lives it in both
def test_the_box_is_opened_and_a_letter_lives_its_life(
    app, tenant, serve, new_page, letter, colleague, stored, language
):
    stored(open_a_box)
    page = new_page(language=language)
    address = signed_in(tenant, page, serve(app))
    stored(lambda: speak(language))

    page.goto(f"{address}/")
    sound(page, f"closed-{language}")
    press(page, ".empty .door")
    page.locator("[data-take]").click()
    expect(page.locator("#password")).not_to_have_value("")
    page.locator("#password").fill(BOX_PASSWORD)
    sound(page, f"password-{language}")
    press(page)
    sound(page, f"sheet-{language}")
    make_sheet(page, language)
    expect(page.locator(".empty")).to_be_visible()
    sound(page, f"empty-{language}")

    staff = colleague("staff")
    case_id = letter(WORDS[language]["torn"])
    letter(WORDS[language]["rude"], topic="staff")
    page.locator(".with-lock button").click()
    expect(page.locator("#password")).to_be_visible()
    sound(page, f"door-{language}")
    page.locator("#password").fill("wrong password here")
    press(page, "main .door")
    expect(page.locator(".why")).to_be_visible()
    page.locator("#password").fill(BOX_PASSWORD)
    press(page, "main .door")
    expect(page.locator(".letters li")).to_have_count(2)
    sound(page, f"list-{language}")

    with page.expect_response(lambda answer: answer.url.endswith("/seen")):
        page.goto(f"{address}/letters/{case_id}")
    sound(page, f"letter-{language}")
    page.locator("#text").fill(WORDS[language]["answered"])
    page.locator("[name=asks]").check()
    press(page, "#reply .door")
    expect(page.locator(".bubble.ours p").first).to_have_text(WORDS[language]["answered"])
    page.locator("#note").fill("CANARY")
    press(page, ".notes form button")
    expect(page.locator(".slip p")).to_have_text("CANARY")
    sound(page, f"answered-{language}")

    page.goto(f"{address}/letters/{case_id}/assign")
    page.locator(f"input[value='{staff.handler_id}']").check()
    sound(page, f"assign-{language}")
    press(page)
    page.goto(f"{address}/letters/{case_id}/close")
    page.locator("input[value=solved]").check()
    press(page)
    expect(page.locator(".why")).to_be_visible()
    sound(page, f"close-{language}")
    page.locator("#words").fill(WORDS[language]["answered"])
    press(page)
    sound(page, f"done-{language}")
    for name in ("history", "recuse", "hold", "export", "print", "merge"):
        page.goto(f"{address}/letters/{case_id}/{name}")
        sound(page, f"{name}-{language}")
    their = f"handlers/{staff.handler_id}"
    for name in ("settings", "handlers", their, f"{their}/remove", "mine", "sheet", "recover"):
        page.goto(f"{address}/{name}")
        sound(page, f"{name.replace(str(staff.handler_id), 'x').replace('/', '-')}-{language}")
    page.goto(f"{address}/")
    page.locator("#words").fill("CANARY")
    press(page, ".seek button")
    expect(page.locator(".empty")).to_be_visible()
    sound(page, f"search-{language}")


@pytest.mark.parametrize("javascript", [True, False])
def test_numbers_of_ones_own_stand_there_while_they_count(app, tenant, serve, new_page, stored, javascript):
    box_id = stored(box_to_set)
    page = new_page(javascript=javascript)
    address = signed_in(tenant, page, serve(app))
    page.goto(f"{address}/boxes/{box_id}/terms?lang=en")
    number = page.get_by_label("Answer, within days")

    expect(number).to_be_hidden()
    page.get_by_label("Your own").check()
    expect(number).to_be_visible()
    page.get_by_label("EU whistleblower rules").check()
    expect(number).to_be_hidden()
