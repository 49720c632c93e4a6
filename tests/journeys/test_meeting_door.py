"""The door of a meeting, as who stands there uses it: the camera reads one ticket after the other.

A code that is no ticket stops nobody, and a ticket that comes a second time is refused in red.
"""

import pytest
from playwright.sync_api import expect

from core.database import db
from plugins.meeting.testing import make_guest, make_meeting
from tests.screens.test_every_screen import cookies_of

pytestmark = pytest.mark.browser


def test_tickets_are_read_one_after_the_other(app, tenant, serve, phone_that_sees):
    staff = tenant.staff
    with tenant.scope():
        meeting = make_meeting()
        tickets = [make_guest(meeting, name).ticket for name in ("Lin Xiaohong", "Zhou Daming", "Wu Min")]
        db.session.commit()
        path = tenant.console(f"/meeting/{meeting.id}/door/")
    address = serve(app)
    phone = phone_that_sees(["https://example.com/an-advertisement", *tickets[:2]], "en")
    phone.context.add_cookies(cookies_of(staff, tenant.slug, address))
    phone.goto(f"{address}{path}?lang=en")
    expect(phone.locator("[data-door][data-kept]")).to_be_visible()

    phone.get_by_role("button", name="Scan tickets").tap()

    answer = phone.locator("[data-answer]")
    for kind, words in (
        ("unknown", "No ticket"),
        ("in", "Lin Xiaohong"),
        ("in", "Zhou Daming"),
        ("double", "Let in already"),
    ):
        expect(answer.and_(phone.locator(f".{kind}"))).to_contain_text(words, timeout=20_000)
    expect(phone.locator("[data-counts] b")).to_have_text(["2", "3", "0"])
    phone.get_by_role("button", name="Close the camera").evaluate("button => button.click()")
    expect(phone.locator("[data-names]")).to_be_hidden()
