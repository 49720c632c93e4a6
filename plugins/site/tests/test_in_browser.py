"""In real Chromium: nothing that a tenant writes runs; the editor works by hand, keys and without script."""

import io
import itertools
import re

import pytest
from PIL import Image

from hutong import db
from hutong.testing import DESKTOP, assert_accessible
from plugins.site.content import parse_content
from plugins.site.operations import publish_page, save_draft
from plugins.site.queries import page_by_key

pytestmark = pytest.mark.browser

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "</title></textarea></style><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}${alert(1)}",
    "javascript:alert(1)",
    '[x](javascript:alert(1)) ![x](x" onerror=alert(1))',
    '<a href="java\tscript:alert(1)" onclick=alert(1)>x</a>',
    "&lt;script&gt;alert(1)&lt;/script&gt;\u2028\u202e",
]
CODED = ("key", "kind", "to", "art", "icon", "date", "week", "field", "object", "map_url")


def poisoned(node, payloads):
    """The same content, with the next payload in each text that a tenant can write."""
    if isinstance(node, dict):
        return {name: value if name in CODED else poisoned(value, payloads) for name, value in node.items()}
    if isinstance(node, list):
        return [poisoned(part, payloads) for part in node]
    return next(payloads) if isinstance(node, str) else node


@pytest.fixture
def poison(shop):
    """Publish the sample page with payloads in all texts, beginning with the one of that number."""

    def publish(number):
        payloads = itertools.cycle(PAYLOADS[number:] + PAYLOADS[:number])
        with shop.scope():
            page = page_by_key("home")
            stored = {**parse_content(page.draft).stored(), "description": {"en": PAYLOADS[number]}}
            save_draft(page=page, content=parse_content(poisoned(stored, payloads)))
            publish_page(page=page, by=None)
            db.session.commit()

    return publish


@pytest.fixture
def signed_in(app, shop, serve, new_page):
    """A page of somebody who works here, and the address of the application."""

    def open_page(*args, **options):
        address = serve(app)
        page = new_page(*args, **options)
        cookie = shop.owner.get_cookie("hutong_session")
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
        return page, address

    return open_page


@pytest.mark.parametrize("number", [0, 3, 6, 9])
def test_nothing_that_a_tenant_writes_runs(shop, poison, signed_in, number):
    poison(number)
    page, address = signed_in(language="en")
    ran = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    with shop.scope():
        home = f"{address}/console/corner/site/pages/{page_by_key('home').id}"
    addresses = [
        f"{address}/corner/?lang=en",
        f"{address}/console/corner/site/",
        *(f"{home}{rest}" for rest in ("", "/preview", "/publish", "/versions", "/settings", "/blocks/hero")),
        *(
            f"{home}/blocks/{key}"
            for key in ("ways", "words", "picture", "contact", "faq", "address", "hours")
        ),
    ]

    for url in addresses:
        page.goto(url)
        assert page.locator("script:not([src])").count() == 0
        assert page.locator("[onerror], [onload], [onclick], [onfocus], a[href^='javascript']").count() == 0

    assert ran == []
    page.goto(addresses[0])
    shown = page.locator("main").text_content()
    assert sum(payload.split()[0] in shown for payload in PAYLOADS) >= 6


def test_the_page_and_its_editor_are_accessible(shop, signed_in):
    page, address = signed_in(language="en")
    with shop.scope():
        home = f"{address}/console/corner/site/pages/{page_by_key('home').id}"

    for url in (
        f"{address}/corner/?lang=en",
        home,
        f"{home}/blocks/hero",
        f"{home}/blocks/hours",
        f"{home}/add",
    ):
        page.goto(url)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 360


def order_of(page):
    return page.locator(".item").evaluate_all("items => items.map(item => item.dataset.key)")


def test_a_block_is_moved_by_keyboard_and_by_pointer_and_taken_back(shop, signed_in):
    page, address = signed_in(DESKTOP, language="en")
    with shop.scope():
        home = f"{address}/console/corner/site/pages/{page_by_key('home').id}"
    page.goto(home)
    before = order_of(page)

    with page.expect_response("**/order"):
        page.locator("[data-grip]").first.focus()
        page.keyboard.press("ArrowDown")
    page.get_by_role("link", name="Publish changes").wait_for()
    page.reload()
    assert order_of(page)[:2] == [before[1], before[0]]

    grip, third = (
        page.locator("[data-grip]").first.bounding_box(),
        page.locator(".item").nth(2).bounding_box(),
    )
    with page.expect_response("**/order"):
        page.mouse.move(grip["x"] + 20, grip["y"] + 20)
        page.mouse.down()
        page.mouse.move(grip["x"] + 20, third["y"] + third["height"] - 4, steps=8)
        page.mouse.up()
    page.reload()
    assert order_of(page)[:3] == [before[0], before[2], before[1]]

    page.get_by_role("button", name="Undo").click()
    assert order_of(page)[:2] == [before[1], before[0]]


def test_a_page_is_built_without_script(shop, signed_in):
    page, address = signed_in(language="en", javascript=False)
    page.goto(f"{address}/console/corner/site/new")

    page.get_by_label("Title English").fill("Jobs")
    page.get_by_role("button", name="Start writing").click()
    page.get_by_role("link", name="Add a block").click()
    page.get_by_role("button", name="Questions and answers").click()
    page.locator("#items-0-q-en").fill("Are you hiring?")
    page.locator("#items-0-a-en").fill("Yes, **two people**.")
    page.get_by_role("button", name="Add one more").click()
    page.locator("#items-1-q-en").fill("Full time?")
    page.locator("#items-1-a-en").fill("Both.")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.get_by_role("link", name="Publish the page").click()
    page.get_by_role("button", name="Publish").click()
    page.goto(f"{address}/corner/?lang=en")
    page.locator("details.menu summary").click()
    page.get_by_role("link", name="Jobs").click()

    assert page.locator("h1").inner_text() == "Jobs"
    assert page.locator("summary", has_text="hiring").count() == 1
    assert page.locator("details strong").inner_text() == "two people"


def test_a_number_is_copied_where_script_runs_and_selects_where_it_does_not(app, shop, serve, new_page):
    address = serve(app)
    with_script = new_page(language="en", permissions=["clipboard-read", "clipboard-write"])
    without = new_page(language="en", javascript=False)
    with_script.goto(f"{address}/corner/?lang=en")
    without.goto(f"{address}/corner/?lang=en")

    button = with_script.locator("#contact [data-copy]")
    button.click()
    with_script.get_by_text("Copied").wait_for()

    assert with_script.evaluate("navigator.clipboard.readText()") == "qinghe"
    assert without.locator("#contact [data-copy]").is_hidden()
    assert without.locator("#contact a[href='tel:01055500142']").is_visible()


@pytest.fixture
def photo():
    """A photo as a phone names it."""
    picture = io.BytesIO()
    Image.new("RGB", (1200, 900), "#8a5a2b").save(picture, "JPEG")
    return {"name": "IMG_2041.JPG", "mimeType": "image/jpeg", "buffer": picture.getvalue()}


@pytest.mark.parametrize("javascript", [True, False])
def test_a_photo_from_the_phone_lands_on_the_page(shop, signed_in, photo, javascript):
    page, address = signed_in(language="en", javascript=javascript)
    with shop.scope():
        home = f"{address}/console/corner/site/pages/{page_by_key('home').id}"

    page.goto(f"{home}/blocks/picture")
    page.locator("#upload").set_input_files(photo)
    if javascript:
        page.locator(".shots img").wait_for()
        assert_accessible(page)
    page.locator("footer.dock button").click()
    page.get_by_role("link", name="Publish changes").click()
    page.locator("footer.dock button").click()
    page.goto(f"{address}/corner/?lang=en")

    image = page.locator("figure.photo img")
    assert image.get_attribute("alt") == "A washing line"
    assert image.get_attribute("width") == "1200"
    with page.expect_response(re.compile(r"/corner/media/.*\.webp")):
        page.reload()
        image.scroll_into_view_if_needed()
    share = page.locator("meta[property='og:image']").get_attribute("content")
    assert re.fullmatch(rf"{address}/corner/media/[a-z0-9]+-960\.webp", share)


def test_a_fake_photo_is_answered_in_words_and_the_form_stays(shop, signed_in):
    page, address = signed_in(language="en")
    with shop.scope():
        home = f"{address}/console/corner/site/pages/{page_by_key('home').id}"
    fake = {"name": "shirt.jpg", "mimeType": "image/jpeg", "buffer": b"<svg onload=alert(1)>"}

    page.goto(f"{home}/blocks/picture")
    page.locator("#alt-en").fill("Not saved yet")
    page.locator("#upload").set_input_files(fake)

    page.get_by_text("This isn’t a photo we can read. JPEG, PNG, WebP and HEIC work.").wait_for()
    assert page.locator("#alt-en").input_value() == "Not saved yet"


def test_the_first_load_of_a_page_is_light(shop, serve, app, new_page, figure):
    address = serve(app)
    page = new_page(language="zh")
    sizes = {}
    page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))

    page.goto(f"{address}/corner/", wait_until="networkidle")

    figure("first load of a site page", f"{sum(sizes.values())} bytes, uncompressed")
    assert sum(sizes.values()) <= 60_000
