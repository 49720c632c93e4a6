"""The lucky draw, a distribution of its own: built, installed beside Hutong, switched on, drawn from."""

import importlib.util
import re

import pytest
import yaml
from playwright.sync_api import expect

from core.testing.accessibility import assert_accessible
from core.testing.browser import DESKTOP
from core.testing.codes import read_codes_on

DRAWS = {
    "draws": [
        {
            "key": "opening",
            "title": {"zh": "开业抽奖", "en": "Opening draw"},
            "prizes": [
                {"name": {"zh": "免费洗一次", "en": "A free wash"}, "icon": "shirt", "stock": 1, "tries": 1}
            ],
        }
    ]
}


@pytest.fixture(scope="module")
def luckydraw(installed):
    return installed("luckydraw")


def test_its_own_tests_pass_where_it_is_installed(luckydraw):
    assert re.match(r"\d\d passed", luckydraw.run_suite("hutong_luckydraw/tests"))


def test_hutong_does_not_know_it_where_it_is_not_installed():
    assert importlib.util.find_spec("hutong_luckydraw") is None


@pytest.mark.browser
def test_a_customer_draws_on_the_phone_and_is_given_the_prize_at_the_counter(luckydraw, tmp_path, new_page):
    home, content = tmp_path / "home", tmp_path / "luckydraw.yaml"
    content.write_text(yaml.safe_dump(DRAWS, allow_unicode=True))
    with luckydraw.serving(home) as address:
        community = luckydraw.open_community(home, "corner", "laundry", {"luckydraw": content})
        link = community.links["Opening draw"]
        phone = new_page()
        phone.goto(link)
        expect(phone.get_by_role("heading", name="开业抽奖")).to_be_visible()
        expect(phone.get_by_text("每 1 次中 1 次")).to_be_visible()
        assert_accessible(phone)
        phone.get_by_role("button", name="开始抽奖").tap()
        expect(phone.get_by_role("heading", name="免费洗一次")).to_be_visible()
        assert_accessible(phone)
        prize = phone.url.partition("?")[0]
        assert read_codes_on(phone) == [prize]
        letters = phone.locator(".letters").inner_text()

        desk = new_page(DESKTOP)
        desk.goto(community.owner_url)
        desk.locator("#password").fill("a short sentence of mine")
        desk.locator("form button.door").click()
        desk.goto(f"{address}/console/corner/luckydraw/counter")
        desk.locator("#code").fill(letters)
        desk.get_by_role("button", name="查一下").click()
        assert_accessible(desk)
        desk.get_by_role("button", name="把奖品发给客人").click()
        expect(desk.get_by_role("button", name="撤销").first).to_be_visible()

        phone.reload()
        expect(phone.get_by_text("已经领走")).to_be_visible()
        phone.goto(link)
        expect(phone.get_by_text("您的次数用完了")).to_be_visible()
