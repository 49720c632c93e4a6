"""The browser fixtures, against a page of a few lines."""

import pytest
import segno
from flask import Flask

from core.testing.accessibility import assert_accessible, axe_violations
from core.testing.browser import DESKTOP, screenshot
from core.testing.codes import read_codes, read_codes_on

PAGE = """<!doctype html><html lang="en"><head><title>Hello</title>
<meta name="viewport" content="width=device-width"></head>
<body><main><h1>小棉洗衣</h1><noscript>no script</noscript>{}</main></body></html>"""


@pytest.fixture
def address(serve):
    app = Flask(__name__)
    code = segno.make("https://shop.example/s/abc").svg_inline(scale=4)
    app.add_url_rule("/", "good", lambda: PAGE.format(code))
    app.add_url_rule("/bad", "bad", lambda: PAGE.format('<img src="/x.png"><button></button>'))
    return serve(app)


@pytest.mark.browser
def test_phone_is_small_touched_and_chinese(address, new_page):
    page = new_page()
    page.goto(address)

    seen = page.evaluate("[innerWidth, innerHeight, navigator.language, navigator.maxTouchPoints > 0]")
    assert seen == [360, 740, "zh-CN", True]


@pytest.mark.browser
def test_page_without_javascript_shows_its_noscript_part(address, new_page):
    page = new_page(DESKTOP, language="en", javascript=False)
    page.goto(address)

    assert page.locator("noscript").is_visible()


@pytest.mark.browser
def test_screenshot_is_a_picture_on_disk_and_its_code_can_be_read(address, new_page):
    page = new_page()
    page.goto(address)

    path = screenshot(page, "testing/browser")

    assert path.name == "testing-browser.png"
    assert read_codes(path.read_bytes()) == ["https://shop.example/s/abc"] == read_codes_on(page)


@pytest.mark.browser
def test_axe_finds_nothing_on_a_good_page_and_names_the_fault_on_a_bad_one(address, new_page):
    page = new_page()
    page.goto(address)
    assert_accessible(page)

    page.goto(f"{address}/bad")
    assert {line.partition(":")[0] for line in axe_violations(page)} == {"button-name", "image-alt"}
