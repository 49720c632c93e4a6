"""The flyer, a distribution of its own: built, installed beside Hutong, switched on, made and scanned."""

import re

import pytest
import yaml
from playwright.sync_api import expect

from core.testing.accessibility import assert_accessible
from core.testing.codes import read_codes_on

FLYERS = {"flyers": [{"key": "opening", "headline": {"zh": "头三天八折", "en": "Three days, 20% off"}}]}

SHOWS = """words => document.querySelector("iframe").contentDocument
    ?.querySelector(".flyer-points")?.innerText.includes(words)"""
"""The preview runs no scripts, not even a test's: it is read from the page around it."""


@pytest.fixture(scope="module")
def flyer(installed):
    return installed("flyer")


def test_its_own_tests_pass_where_it_is_installed(flyer):
    assert re.match(r"\d\d passed in", flyer.run_suite("hutong_flyer/tests"))


@pytest.mark.browser
def test_an_owner_makes_one_on_a_phone_and_a_customer_scans_it(flyer, tmp_path, new_page):
    home, content = tmp_path / "home", tmp_path / "flyer.yaml"
    content.write_text(yaml.safe_dump(FLYERS, allow_unicode=True))
    with flyer.serving(home) as address:
        community = flyer.open_community(home, "corner", "laundry", {"flyer": content})
        assert "Three days, 20% off" in community.links
        owner = new_page()
        owner.goto(community.owner_url)
        owner.locator("#password").fill("a short sentence of mine")
        owner.locator("form button.door").click()

        owner.goto(f"{address}/console/corner/flyer/new")
        owner.get_by_label("大标题（中文）").fill("新店开张\n全场八折")
        owner.get_by_label("内容（中文） 1").fill("洗衬衫")
        owner.get_by_label("价钱（中文） 1").fill("¥9")
        owner.get_by_label("礼物").check(force=True)
        owner.wait_for_function(SHOWS, arg="¥9")
        assert_accessible(owner)
        owner.get_by_role("button", name="发布").click()
        expect(owner.get_by_role("heading", level=1)).to_have_text("新店开张全场八折")
        assert_accessible(owner)
        [scanned] = read_codes_on(owner)

        customer = new_page()
        customer.goto(scanned)
        assert customer.url.rpartition("via=")[2] == scanned.rpartition("/")[2]
        expect(customer.get_by_role("heading", level=1)).to_have_text("新店开张全场八折")
        assert read_codes_on(customer) == [scanned]
        assert_accessible(customer)
