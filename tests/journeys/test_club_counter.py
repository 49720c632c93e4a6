"""The counter, as a shop assistant uses it: the phone's camera reads a customer's card, a visit is recorded.

The camera is Chromium's own fake one, which shows a film made of the card's QR code; what reads it is what
reads it on a phone.
"""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from core.accounts.models import Account
from core.database import db
from core.testing.accessibility import assert_accessible
from core.urls import public_url
from plugins.club.testing import make_member
from tests.screens.test_every_screen import cookies_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_card_is_scanned_and_a_visit_recorded(app, tenant, serve, phone_that_sees, language):
    assistant = tenant.staff
    with tenant.scope():
        db.session.scalars(select(Account)).one().language = language
        member = make_member("王小明")
        card = public_url(tenant.info(), "club.card_door", card_code=member.code, lang=None)
        db.session.commit()
    words = {
        "zh": ("扫会员卡", "付了多少？", "下一步", "记下", "记下了"),
        "en": ("Scan a card", "What did they pay?", "Go on", "Record", "recorded"),
    }[language]
    address = serve(app)
    phone = phone_that_sees([card], language)
    phone.context.add_cookies(cookies_of(assistant, tenant.slug, address))
    phone.goto(f"{address}/console/{tenant.slug}/club/")

    phone.get_by_role("button", name=words[0]).tap()

    expect(phone.get_by_role("heading", name="王小明")).to_be_visible()
    assert_accessible(phone)
    phone.get_by_label(words[1]).fill("38.5")
    phone.get_by_role("button", name=words[2]).tap()
    expect(phone.locator(".receipt")).to_contain_text("¥38.50")
    assert_accessible(phone)
    phone.get_by_role("button", name=words[3]).tap()
    expect(phone.get_by_role("status").filter(has_text=words[4])).to_be_visible()
    expect(phone.locator(".sums")).to_contain_text("38.50")
