"""The laundry's club, as its people live it: a free day, one piece, a voucher, a membership, a friend.

On phones of 360×740, in Chinese and in English. The owner made nothing: the template brought it. A new shop
assistant serves the counter, a new customer and her friend have only what they scanned.
"""

import re
import time

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from core.accounts.models import Account
from core.database import db, writing
from core.tenants.models import Tenant
from core.testing.accessibility import assert_accessible
from core.testing.application import TenantUnderTest
from core.testing.browser import screenshot
from core.testing.codes import read_codes_on
from tests.journeys.owning import claim, try_the_laundry

pytestmark = pytest.mark.browser

SAID = {
    "zh": {
        "name": "林小红",
        "friend": "王芳",
        "free_day": "免费洗衣日",
        "one_piece": "免费洗一件",
        "voucher": "二十元券，付十元用",
        "invitation": "金卡会员邀请",
        "runs": "生效中",
    },
    "en": {
        "name": "Lin Xiaohong",
        "friend": "Wang Fang",
        "free_day": "Free-wash day",
        "one_piece": "One piece free",
        "voucher": "A ¥20 voucher for ¥10",
        "invitation": "Invitation to Gold",
        "runs": "It runs",
    },
}
CHAIN = ("free_day", "one_piece", "voucher", "invitation")


def look_at(thumb, name, language):
    """Nothing scrolls sideways and axe finds nothing; a picture is kept."""
    thumb.page.wait_for_load_state()
    assert thumb.page.evaluate("document.documentElement.scrollWidth") == 360, thumb.page.url
    assert_accessible(thumb.page)
    screenshot(thumb.page, f"laundry-{language}-{name}")


def go(thumb, target):
    """A tap that leads to another page, which has loaded."""
    with thumb.page.expect_navigation():
        thumb.tap(target)


def number_on(page):
    """The nine digits on a card."""
    return "".join(re.search(r"(\d{3}) ?(\d{3}) ?(\d{3})", page.locator(".pass").inner_text()).groups())


class Counter:
    """The assistant's phone, at the counter."""

    def __init__(self, thumb, console):
        self.thumb, self.page, self.address = thumb, thumb.page, f"{console}/club/"

    def find(self, number):
        """Type the number of a card."""
        self.page.goto(self.address)
        self.thumb.type("#q", number)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def use(self, title):
        """Take the coupon in hand, and use it."""
        row = self.page.locator(".rows li", has_text=title)
        go(self.thumb, row.locator('form[action$="/take"] button'))
        go(self.thumb, 'form[action$="/use"] button')

    def pick_up(self):
        """Hand the washing over."""
        go(self.thumb, 'form[action$="/picked-up"] button')

    def pay(self, amount):
        """Record a paid visit: the amount, a look at what it earns, and yes."""
        self.thumb.type("#amount", amount)
        go(self.thumb, "form:has(#amount) .door")
        go(self.thumb, "form .door")


def assistant_of(app, slug, page, address, language):
    """A page of somebody new who works in the shop and speaks its language."""
    with app.app_context():
        tenant_id = db.session.scalars(select(Tenant.id).where(Tenant.slug == slug)).one()
    shop = TenantUnderTest(app, tenant_id, slug)
    cookie = shop.staff.get_cookie("hutong_session")
    with app.app_context(), writing():
        db.session.execute(
            update(Account).where(Account.email == f"staff@{slug}.example").values(language=language)
        )
        db.session.commit()
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    return page


def open_offer(owner, console, title):
    """From the club's first page to an offer."""
    owner.page.goto(f"{console}/club/")
    go(owner, 'main a[href$="/club/offers"]')
    go(owner, owner.page.locator(".rows a", has_text=title))


def join(thumb, name):
    """Say who one is."""
    thumb.type("#name", name)
    thumb.tap("label.opt:has(#consent)")
    go(thumb, "button.main")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_free_wash_becomes_a_member_who_brings_a_friend(serve, app, new_page, thumb_on, figure, language):
    address, words = serve(app), SAID[language]
    owner = thumb_on(new_page(language=language))
    slug = try_the_laundry(owner, address)
    claim(owner)
    console, shop = f"{address}/console/{slug}", f"{address}/{slug}"

    # The owner looks what the promotion can cost, and shares its code.
    open_offer(owner, console, words["free_day"])
    look_at(owner, "01-offer", language)
    offer = owner.page.url.partition("?")[0]
    owner.page.goto(f"{offer}/forecast")
    expect(owner.page.locator("main")).to_contain_text("¥4,800")
    look_at(owner, "02-cost", language)
    owner.page.goto(f"{console}/share/{offer.rpartition('/')[2]}")
    [code] = read_codes_on(owner.page)

    # A stranger scans it and has a coupon on a card.
    customer = thumb_on(new_page(language=language))
    started = time.monotonic()
    customer.page.goto(code)
    look_at(customer, "03-free-day", language)
    join(customer, words["name"])
    look_at(customer, "04-coupon", language)
    figure(f"laundry, first coupon, {language}", f"{customer.taps} taps, {time.monotonic() - started:.1f} s")
    customer.page.goto(f"{shop}/club/")
    look_at(customer, "05-card", language)
    number = number_on(customer.page)

    # The counter: five pieces, then one piece that is picked up, then the voucher.
    counter = Counter(
        thumb_on(assistant_of(app, slug, new_page(language=language), address, language)), console
    )
    counter.find(number)
    look_at(counter.thumb, "06-member", language)
    counter.use(words["free_day"])
    look_at(counter.thumb, "07-used", language)
    counter.find(number)
    counter.use(words["one_piece"])
    counter.pick_up()
    look_at(counter.thumb, "08-picked-up", language)
    counter.find(number)
    counter.use(words["voucher"])
    counter.find(number)
    counter.pay("28")
    counter.find(number)
    look_at(counter.thumb, "09-after-a-visit", language)

    # The card has it all; the invitation leads to the membership, which is paid at the counter.
    customer.page.goto(f"{shop}/club/")
    expect(customer.page.locator("main")).to_contain_text("28")
    look_at(customer, "10-card-with-points", language)
    go(customer, customer.page.locator("main a", has_text=words["invitation"]))
    go(customer, "a.btn.main")
    go(customer, "button.main")
    look_at(customer, "11-order", language)
    counter.find(number)
    go(counter.thumb, 'form[action$="/paid"] button')
    customer.page.reload()
    expect(customer.page.locator(".state")).to_have_text(words["runs"])
    look_at(customer, "12-member", language)

    # A friend comes by her link, and pays for the first time: 100 points for her, once.
    customer.page.goto(f"{shop}/club/friends")
    go(customer, "button.main")
    look_at(customer, "13-friends", language)
    [link] = read_codes_on(customer.page)
    friend = thumb_on(new_page(language=language))
    friend.page.goto(link)
    join(friend, words["friend"])
    counter.find(number_on(friend.page))
    counter.pay("12")
    counter.find(number_on(friend.page))
    counter.pay("12")
    customer.page.goto(f"{shop}/club/points")
    expect(customer.page.locator("main")).to_contain_text("128")
    look_at(customer, "14-points", language)

    # The owner sees the whole way.
    owner.page.goto(f"{offer}/chain")
    for step in CHAIN:
        expect(owner.page.locator("table tr", has_text=words[step]).locator("td").first).to_have_text("1")
        expect(owner.page.locator("table tr", has_text=words[step]).locator("td").nth(1)).to_have_text("1")
    look_at(owner, "15-chain", language)
    owner.page.goto(f"{console}/loop/")
    look_at(owner, "16-loop", language)
