"""The complaint box, as its people live it: an owner opens it, a customer writes, and both come back.

On phones of 360×740, in Chinese and in English. What passes between the owner's phone and the customer's is
the QR code on the owner's screen; what passes between the customer's phones is the note with the five words.
"""

import io
import time

import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from core.database import db
from core.tenants.models import Tenant
from core.testing.accessibility import assert_accessible
from core.testing.application import TenantUnderTest
from core.testing.browser import screenshot
from core.testing.codes import read_codes_on
from tests.journeys.owning import claim, try_the_laundry

pytestmark = pytest.mark.browser

MOST_SECONDS_TO_OPEN = 60
MOST_TAPS_TO_OPEN = 12
MOST_TAPS_TO_WRITE = 10
SAID = {
    "zh": {
        "shop": "清和洗衣",
        "shut": "投诉信箱还没开",
        "topic": "洗坏了、没洗净",
        "letter": "大衣袖子上烫了一个洞，柜台说不是你们弄的。",
        "news": "封信没看",
        "note": "小李那天熨的，先问他。",
        "reply": "对不起，是我们烫的。补还是赔？",
        "answer": "赔吧，穿了才两次。",
        "last": "按价赔了三百，当面道了歉。",
        "mark": "平均分",
        "closed": "已结案：解决了",
    },
    "en": {
        "shop": "Qinghe Laundry",
        "shut": "Your complaint box is still shut",
        "topic": "Damaged or not clean",
        "letter": "A burn on the sleeve of my coat, and the desk says it was not you.",
        "news": "1 letter to read",
        "note": "Li ironed that day, ask him first.",
        "reply": "Sorry, that was our iron. Mend it, or pay for it?",
        "answer": "Pay for it, I wore it twice.",
        "last": "We paid the price of the coat and said sorry.",
        "mark": "Average mark",
        "closed": "Closed: put right.",
    },
}


def look_at(page, name):
    """Nothing scrolls sideways and axe finds nothing; a picture is kept."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") == 360, page.url
    assert_accessible(page)
    screenshot(page, f"complaint-{name}")


def tap_on(thumb, target):
    """A tap that leads to another page, which has loaded."""
    with thumb.page.expect_navigation():
        thumb.tap(target)


def photo():
    """A photo from a phone."""
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "saddlebrown").save(picture, "JPEG")
    return {"name": "IMG_0412.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}


def open_the_box(thumb, look):
    """From the notice on the first page of the console to a box that takes letters; gives the password."""
    tap_on(thumb, thumb.page.locator("#waiting a", has_text=look.words["shut"]))
    look("01-shut")
    tap_on(thumb, ".empty .door")
    thumb.tap("[data-take]")
    password = thumb.page.locator("#password").input_value()
    look("02-password")
    tap_on(thumb, ".dock .door")
    look("03-sheet")
    tap_on(thumb, ".dock .door")
    words = thumb.page.locator(".words li").all_inner_texts()
    look("04-words")
    tap_on(thumb, ".dock .door")
    for field in thumb.page.locator("input[name^=word_]").all():
        name = field.get_attribute("name")
        thumb.type(f"[name={name}]", words[int(name.removeprefix("word_")) - 1])
    look("05-check")
    tap_on(thumb, ".dock .door")
    expect(thumb.page.locator(".empty")).to_be_visible()
    look("06-open")
    return password


def write(thumb, look):
    """Without a name: topic, words and a photo; gives the five words and the receipt."""
    look("10-doors")
    tap_on(thumb, ".doors .main")
    thumb.tap(thumb.page.locator("label.opt", has_text=look.words["topic"]))
    thumb.type("#q_text", look.words["letter"])
    thumb.taps += 2  # the button, and the picture in the phone's own gallery
    thumb.page.locator("#files-input").set_input_files([photo()])
    assert "@" not in thumb.page.locator("main").inner_text()  # no handler's address
    look("11-letter")
    tap_on(thumb, "button[type=submit].main")
    note = thumb.page.locator(".five li").all_inner_texts()
    look("12-five-words")
    tap_on(thumb, "button.main")
    for field in thumb.page.locator(".two input").all():
        name = field.get_attribute("name")
        thumb.type(f"[name={name}]", note[int(name.removeprefix("word_"))])
    look("13-typed-back")
    tap_on(thumb, "button.main")
    receipt = thumb.page.locator(".receipt").inner_text()
    look("14-receipt")
    return note, receipt


def verify(thumb, code, receipt, look):
    thumb.page.goto(code)
    tap_on(thumb, 'a[href*="/complaint/receipt"]')
    thumb.type("#receipt", receipt)
    tap_on(thumb, "button.main")
    expect(thumb.page.locator(".arrived")).to_contain_text(look.words["shop"])
    look("15-receipt-is-real")


def come_back(thumb, code, note):
    """Scan the same code, type the five words from the note."""
    thumb.page.goto(code)
    tap_on(thumb, ".doors .bare")
    thumb.type("#q_words", " ".join(note))
    tap_on(thumb, "button.main")


def find_the_letter(thumb, console, password, look):
    """The badge, the password, the list, the letter; gives its address."""
    thumb.page.goto(f"{console}/")
    look("20-badge")
    tap_on(thumb, thumb.page.locator("#waiting a", has_text=look.words["news"]))
    tap_on(thumb, ".with-lock button")
    look("21-door")
    thumb.type("#password", password)
    tap_on(thumb, "main .door")
    expect(thumb.page.locator(".letters li")).to_have_count(1)
    look("22-list")
    tap_on(thumb, ".letters a")
    return thumb.page.url


def answer(thumb, look):
    """A note for oneself, then an answer that asks something."""
    thumb.type("#note", look.words["note"])
    tap_on(thumb, ".notes form button")
    expect(thumb.page.locator(".slip p")).to_have_text(look.words["note"])
    thumb.type("#text", look.words["reply"])
    thumb.tap("label.pick:has([name=asks])")
    tap_on(thumb, "#reply .door")
    expect(thumb.page.locator(".bubble.ours p")).to_have_text(look.words["reply"])
    look("24-answered")


def close(thumb, letter, look):
    thumb.page.goto(letter)
    expect(thumb.page.locator(".talk")).to_contain_text(look.words["answer"])
    look("30-writer-answered")
    tap_on(thumb, 'a[href$="/close"]')
    thumb.tap("label:has(input[value=solved])")
    thumb.type("#words", look.words["last"])
    look("31-close")
    tap_on(thumb, ".dock .door")
    expect(thumb.page.locator(".tell.well")).to_be_visible()
    look("32-closed")


class Look:
    """What one page shows at each step, under the name of its step; and what is said in its language."""

    def __init__(self, page, language):
        self.page, self.language, self.words = page, language, SAID[language]

    def __call__(self, name):
        look_at(self.page, f"{self.language}-{name}")


def read_the_year(thumb, console, look):
    """One letter, answered in time on the day it came, four stars: counted without opening it."""
    thumb.page.goto(f"{console}/complaint/")
    tap_on(thumb, thumb.page.locator("main a[href$='/complaint/statistics']"))
    assert thumb.page.locator(".figures.three b").all_inner_texts() == ["1", "100%", "0"]
    marks = thumb.page.locator("tr", has_text=look.words["mark"]).locator("td").first
    expect(marks).to_have_text("4")
    look("36-year")


def colleague_of(app, slug, page, address):
    """A page of somebody who works in the shop and has no key."""
    with app.app_context():
        tenant_id = db.session.scalars(select(Tenant.id).where(Tenant.slug == slug)).one()
    cookie = TenantUnderTest(app, tenant_id, slug).staff.get_cookie("hutong_session")
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    return page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_letter_from_the_first_tap_to_the_last(serve, app, new_page, thumb_on, figure, language):
    address, words = serve(app), SAID[language]

    owner = thumb_on(new_page(language=language))
    at_owner = Look(owner.page, language)
    slug = try_the_laundry(owner, address)
    claim(owner)
    console = f"{address}/console/{slug}"
    owner.page.goto(f"{console}/")
    owner.taps, started = 0, time.monotonic()
    password = open_the_box(owner, at_owner)
    opening, seconds = owner.taps, time.monotonic() - started
    tap_on(owner, ".empty .door")
    at_owner("07-share")
    [code] = read_codes_on(owner.page)

    writer = thumb_on(new_page(language=language))
    at_writer = Look(writer.page, language)
    writer.page.goto(code)
    started = time.monotonic()
    note, receipt = write(writer, at_writer)
    writing, writing_seconds = writer.taps, time.monotonic() - started
    verify(writer, code, receipt, at_writer)
    assert writer.page.context.cookies() == []

    letter = find_the_letter(owner, console, password, at_owner)
    expect(owner.page.locator(".letter-text")).to_have_text(words["letter"])
    expect(owner.page.locator(".letter-text ~ .files img, .court .files img")).to_be_visible()
    at_owner("23-letter")
    answer(owner, at_owner)

    third = thumb_on(new_page(language=language))
    at_third = Look(third.page, language)
    come_back(third, code, note)
    expect(third.page.locator(".talk")).to_contain_text(words["reply"])
    assert words["note"] not in third.page.content()
    at_third("25-reply-read")
    third.type("#text", words["answer"])
    tap_on(third, "form.reply button.btn[type=submit]")
    expect(third.page.locator(".talk")).to_contain_text(words["answer"])
    at_third("26-answered-back")

    close(owner, letter, at_owner)
    come_back(third, code, note)
    expect(third.page.locator(".where")).to_contain_text(words["closed"])
    third.tap(third.page.locator(".stars label").nth(3))
    at_third("33-rate")
    tap_on(third, ".rate button.main")
    at_third("34-rated")
    owner.page.goto(letter)
    at_owner("35-stars-seen")

    read_the_year(owner, console, at_owner)

    colleague = colleague_of(app, slug, new_page(language=language), address)
    for path in (f"{console}/", letter, f"{console}/complaint/"):
        colleague.goto(path)
        assert colleague.url != letter
        assert words["letter"] not in colleague.content()
    assert colleague.locator(".empty").is_visible()
    look_at(colleague, f"{language}-40-colleague")

    figure(f"complaint box opened, {language}", f"{opening} taps, {seconds:.1f} s")
    figure(f"complaint written with a photo, {language}", f"{writing} taps, {writing_seconds:.1f} s")
    assert opening <= MOST_TAPS_TO_OPEN
    assert seconds <= MOST_SECONDS_TO_OPEN
    assert writing <= MOST_TAPS_TO_WRITE
