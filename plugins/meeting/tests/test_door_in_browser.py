"""The door in a real browser: two phones without a line, a page that is closed meanwhile, no script."""

import time
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from hutong import db, now
from hutong.testing import DESKTOP, PHONE, assert_accessible
from plugins.meeting.door_queries import KEPT_AFTER
from plugins.meeting.models import Guest, Meeting, Scan
from plugins.meeting.testing import make_meeting

pytestmark = pytest.mark.browser

PATIENCE = 20_000  # milliseconds: doors look at each other every three seconds

SCAN = """texts => { const form = document.querySelector("[data-scan]"); for (const text of texts)
  form.dispatchEvent(new CustomEvent("scanned", { bubbles: true, cancelable: true, detail: { text } })); }"""

KEPT = """async () => {
  const [{ name }] = await indexedDB.databases();
  const told = (request) => new Promise((good) => { request.onsuccess = () => good(request.result); });
  const db = await told(indexedDB.open(name));
  const count = (store) => told(db.transaction(store).objectStore(store).count());
  const workers = await navigator.serviceWorker.getRegistrations();
  return [await count("guests"), await count("queue"), (await caches.keys()).length, workers.length];
}"""


@pytest.fixture
def guests_of(tenant):
    """Make a meeting with this many guests: gives the path of its door, and their tickets."""

    def make(count):
        with tenant.scope():
            meeting = make_meeting()
            guests = [
                Guest(meeting_id=meeting.id, name=f"Guest {number:03}", state="coming")
                for number in range(count)
            ]
            db.session.add_all(guests)
            meeting.taken = count
            db.session.commit()
            return tenant.console(f"/meeting/{meeting.id}/door/"), [guest.ticket for guest in guests]

    return make


@pytest.fixture
def phone_at(app, tenant, serve, new_page):
    """Open the door on a phone of somebody who works here."""
    bases = []

    def at(path, name="", **options):
        bases.append(bases[0] if bases else serve(app))
        page = new_page(language="en", **options)
        cookie = tenant.staff.get_cookie("hutong_session")
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": bases[0]}])
        page.goto(f"{bases[0]}{path}?lang=en&door={name}")
        return page

    return at


def is_ready(page):
    """Wait until the phone holds the list and the page."""
    expect(page.locator("[data-line]")).to_contain_text("Ready for offline")
    expect(page.locator("[data-door][data-kept]")).to_be_visible()


def figures(page):
    return page.locator("[data-counts] b")


def test_300_tickets_at_two_doors_without_a_line(tenant, guests_of, phone_at, figure):
    path, tickets = guests_of(300)
    east, west = phone_at(path, "East"), phone_at(path, "West")
    for page in (east, west):
        is_ready(page)
        page.context.set_offline(True)

    begun = time.perf_counter()
    east.evaluate(SCAN, tickets[:160])
    west.evaluate(SCAN, tickets[140:])
    for page in (east, west):
        expect(page.locator("[data-line]")).to_contain_text("160 wait to be sent", timeout=PATIENCE)
    each = (time.perf_counter() - begun) / 320
    expect(figures(east)).to_have_text(["160", "300", "0"])

    begun = time.perf_counter()
    for page in (east, west):
        page.context.set_offline(False)
    for page in (east, west):
        expect(figures(page).first).to_have_text("300", timeout=PATIENCE)
        expect(page.locator("[data-conflicts] li")).to_have_count(20)
        expect(page.locator("[data-line]")).not_to_contain_text("wait")
    figure("a scan without a line", f"{each * 1000:.0f} ms")
    figure("320 scans of two doors sent and told of", f"{time.perf_counter() - begun:.1f} s")

    with tenant.scope():
        arrived = select(func.count()).select_from(Guest).where(Guest.checked_in_at.is_not(None))
        assert db.session.scalar(arrived) == 300
        outcomes = select(Scan.outcome, func.count()).group_by(Scan.outcome).order_by(Scan.outcome)
        assert [tuple(row) for row in db.session.execute(outcomes)] == [("double", 20), ("in", 300)]
        assert db.session.scalar(select(Meeting.taken)) == 300

    east.locator("[data-conflicts]").get_by_role("button", name="Seen Guest 150").click()
    for page in (east, west):
        expect(page.locator("[data-conflicts] li")).to_have_count(19, timeout=PATIENCE)


def test_a_page_that_is_closed_without_a_line_loses_nothing(tenant, guests_of, phone_at):
    path, tickets = guests_of(4)
    first = phone_at(path, "East")
    is_ready(first)
    context, address = first.context, first.url
    context.set_offline(True)
    first.evaluate(SCAN, tickets[:2])
    expect(first.locator("[data-line]")).to_contain_text("2 wait to be sent")
    first.close()

    page = context.new_page()
    page.goto(address)
    expect(page.locator("[data-line]")).to_contain_text("2 wait to be sent")
    expect(figures(page)).to_have_text(["2", "4", "0"])
    page.get_by_label("Or type").fill(tickets[0])
    page.get_by_role("button", name="Check in", exact=True).click()
    expect(page.locator("[data-answer].double")).to_contain_text("Let in already: East")
    page.locator("[data-answer]").click()
    page.get_by_label("Or type").fill("guest 003")
    assert page.locator("[data-names] li").count() == 1
    page.get_by_role("button", name="Check in Guest 003").click()
    expect(page.locator("[data-answer].in")).to_contain_text("Guest 003")
    page.get_by_role("button", name="Undo Guest 003").first.click()
    expect(figures(page).first).to_have_text("2")
    page.get_by_role("link", name="Somebody who isn’t on the list").click()
    page.get_by_label("Name", exact=True).fill("Guo Jing")
    page.get_by_role("button", name="Let in", exact=True).click()
    expect(figures(page)).to_have_text(["3", "5", "1"])
    other = context.new_page()  # two tabs hold one queue
    other.goto(address)
    expect(other.locator("[data-line]")).to_contain_text("wait to be sent")

    context.set_offline(False)

    for one in (page, other):
        expect(one.locator("[data-line]")).not_to_contain_text("wait", timeout=PATIENCE)
        expect(figures(one)).to_have_text(["3", "5", "1"], timeout=PATIENCE)
    with tenant.scope():
        arrived = select(Guest.name).where(Guest.checked_in_at.is_not(None)).order_by(Guest.name)
        assert db.session.scalars(arrived).all() == ["Guest 000", "Guest 001", "Guo Jing"]
        outcomes = select(Scan.outcome).order_by(Scan.outcome)
        assert db.session.scalars(outcomes).all() == ["double", "in", "in", "in", "undone"]


def test_with_a_line_the_house_answers(tenant, guests_of, phone_at):
    path, tickets = guests_of(3)
    east, west = phone_at(path, "East"), phone_at(path, "West")
    is_ready(east)
    is_ready(west)

    east.evaluate(SCAN, tickets[:1])
    expect(east.locator("[data-answer].in")).to_contain_text("Guest 000")
    west.evaluate(SCAN, tickets[:1])
    expect(west.locator("[data-answer].double")).to_contain_text("Let in already: East")
    west.evaluate(SCAN, ["nobody’s code"])
    expect(west.locator("[data-answer].unknown")).to_contain_text("No ticket of this meeting")
    west.evaluate(SCAN, tickets[1:2])  # a bad code keeps nobody waiting
    expect(west.locator("[data-answer].in")).to_contain_text("Guest 001")
    assert_accessible(west)

    expect(figures(east)).to_have_text(["2", "3", "0"], timeout=PATIENCE)
    expect(west.locator("[data-conflicts]")).to_be_hidden()


def test_who_is_signed_out_keeps_no_list(tenant, guests_of, phone_at):
    path, tickets = guests_of(2)
    page = phone_at(path)
    is_ready(page)
    page.context.set_offline(True)
    page.evaluate(SCAN, tickets[:1])
    expect(page.locator("[data-line]")).to_contain_text("1 wait to be sent")
    page.context.clear_cookies()

    page.context.set_offline(False)

    expect(page.locator("[data-line]")).to_contain_text("You’re signed out. What waits is kept")
    kept = page.evaluate(KEPT)
    assert kept == [0, 1, 0, 0]


def test_who_may_not_stand_there_any_more_keeps_no_list(tenant, guests_of, phone_at):
    path, tickets = guests_of(2)
    page = phone_at(path)
    is_ready(page)
    page.context.set_offline(True)
    page.evaluate(SCAN, tickets[:1])
    expect(page.locator("[data-line]")).to_contain_text("1 wait to be sent")
    context, address = page.context, page.url
    page.close()  # or its script would forget the list
    context.set_offline(False)
    tenant.withhold("staff", "meeting.door")

    page = context.new_page()
    assert page.goto(address).status == 403

    guests, queue, caches, _workers = page.evaluate(KEPT)
    assert (guests, queue, caches) == (0, 1, 0)


def test_a_code_of_unseen_signs_does_not_silence_a_door(tenant, guests_of, phone_at):
    path, tickets = guests_of(2)
    page = phone_at(path, "East")
    is_ready(page)
    page.context.set_offline(True)
    page.evaluate(SCAN, ["\0no ticket", *tickets[:1]])
    expect(figures(page).first).to_have_text("1")

    page.context.set_offline(False)

    expect(page.locator("[data-line]")).not_to_contain_text("wait", timeout=PATIENCE)
    with tenant.scope():
        assert set(db.session.scalars(select(Scan.text))) == {"no ticket", ""}
        assert db.session.scalar(select(func.count()).where(Guest.checked_in_at.is_not(None))) == 1


def test_signing_out_empties_the_phone(tenant, guests_of, phone_at):
    path, tickets = guests_of(2)
    page = phone_at(path)
    is_ready(page)
    page.context.set_offline(True)
    page.evaluate(SCAN, [*tickets[:1], "a ticket of today"])
    expect(page.locator("[data-answer].unknown")).to_contain_text("Not on the list in this phone")
    page.get_by_role("button", name="Let in anyway").click()
    expect(page.locator("[data-line]")).to_contain_text("2 wait to be sent")
    other = page.context.new_page()
    page.close()  # or it would send what waits
    page.context.set_offline(False)

    other.goto(page.url.partition("/console")[0] + "/-/communities?lang=en")
    other.get_by_role("button", name="Sign out").click()

    other.wait_for_url(lambda url: "/-/communities" not in url)
    assert other.evaluate(KEPT) == [0, 2, 0, 0]


def test_a_phone_whose_clock_goes_wrong_and_where_nothing_is_kept(tenant, guests_of, phone_at):
    path, tickets = guests_of(2)
    page = phone_at(path, "East")
    page.context.add_init_script("const real = Date.now; Date.now = () => real() - 7_200_000;")
    page.reload()
    is_ready(page)
    page.context.set_offline(True)
    page.evaluate(SCAN, tickets[:1])
    expect(page.locator("[data-line]")).to_contain_text("1 wait to be sent")
    page.get_by_role("button", name="Remove the list").click()
    expect(page.locator("[data-line]")).to_contain_text("1 still wait to be sent. Go online first.")
    page.context.set_offline(False)
    expect(page.locator("[data-line]")).not_to_contain_text("wait", timeout=PATIENCE)

    page.get_by_role("button", name="Remove the list").click()

    expect(page.locator("[data-line]")).to_contain_text("The list is gone from this phone.")
    page.wait_for_timeout(4000)  # longer than doors wait to ask again
    assert page.evaluate(KEPT) == [0, 0, 0, 0]
    with tenant.scope():
        came = db.session.scalar(select(Guest.checked_in_at).where(Guest.checked_in_at.is_not(None)))
        assert abs(now() - came).total_seconds() < 60


def test_after_the_meeting_the_list_goes(tenant, guests_of, phone_at):
    path, _tickets = guests_of(2)
    with tenant.scope():
        meeting = db.session.scalars(select(Meeting)).one()
        meeting.starts_at = meeting.ends_at = now() - KEPT_AFTER + timedelta(seconds=12)
        db.session.commit()
    page = phone_at(path)
    is_ready(page)

    expect(page.locator("[data-line]")).to_contain_text("The meeting is over", timeout=PATIENCE)

    page.wait_for_timeout(4000)
    assert page.evaluate(KEPT) == [0, 0, 0, 0]


def test_where_the_address_is_not_https_words_say_so(guests_of, phone_at):
    path, tickets = guests_of(2)
    page = phone_at(path)
    page.context.add_init_script(
        "Object.defineProperty(globalThis, 'isSecureContext', { value: false });"
        "delete Navigator.prototype.mediaDevices; delete Navigator.prototype.serviceWorker;"
    )
    page.reload()

    expect(page.locator("[data-line]")).to_contain_text("This address is not https")
    expect(page.get_by_role("button", name="Scan tickets")).to_be_hidden()
    page.get_by_label("Or type").fill(tickets[0])
    page.get_by_role("button", name="Check in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Guest 000")


@pytest.mark.parametrize(("device", "language", "dark"), [(PHONE, "zh", False), (DESKTOP, "en", True)])
def test_every_page_is_accessible(tenant, guests_of, phone_at, device, language, dark):
    path, tickets = guests_of(3)
    page = phone_at(path, device=device, dark=dark)
    is_ready(page)
    page.evaluate(SCAN, tickets[:1])
    expect(page.locator("[data-answer].in")).to_be_visible()
    for part in ("", "list", "walk-in", "../badges", "../badges/print", "../arrivals"):
        page.goto(f"{page.url.partition('/door/')[0]}/door/{part}?lang={language}" if part else f"{page.url}")
        page.wait_for_load_state("networkidle")
        assert_accessible(page)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        page.goto(f"{page.url.partition('/console')[0]}{path}?lang={language}")


def test_without_script_names_are_tapped(guests_of, phone_at):
    path, tickets = guests_of(3)
    page = phone_at(path, javascript=False)

    page.get_by_label("Or type").fill(tickets[0])
    page.get_by_role("button", name="Check in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Guest 000")
    page.get_by_role("button", name="Undo").first.click()
    page.get_by_role("link", name="The whole list").click()
    page.get_by_role("button", name="Check in Guest 001").click()
    expect(page.get_by_role("alert")).to_contain_text("Guest 001")
    expect(figures(page)).to_have_text(["1", "3", "0"])
