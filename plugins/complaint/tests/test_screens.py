"""Every page of the console behind the box password, derived from the URL map."""

from datetime import date

import pytest

from hutong import db, now
from hutong.testing import DESKTOP, PHONE, axe_violations, screenshot
from plugins.complaint.improving import save_change
from plugins.complaint.testing import BOX_PASSWORD, letter_with_a_photo, make_box, topic_of

LOOKS = {"phone-light-zh": (PHONE, "zh", False), "desktop-dark-en": (DESKTOP, "en", True)}


@pytest.fixture
def arguments(tenant, colleague):
    """What the routes of the console take; the owner and a colleague handle letters."""
    colleague("owner")
    other = colleague("staff")
    with tenant.scope():
        box = make_box()
        case_id, attachment_id = letter_with_a_photo(tenant.info(), box)
        change = save_change(
            tenant=tenant.info(),
            change=None,
            said={"en": "The wait is long", "zh": "等太久"},
            did={"en": "A second till from five", "zh": "五点以后多开一个柜台"},
            month=date(2026, 11, 1),
            is_published=True,
        )
        given = {
            "box_id": box.id,
            "topic_id": topic_of(box).id,
            "question_id": "ticket",
            "kind": "short_text",
            "state": "paused",
            "handler_id": other.handler_id,
            "case_id": case_id,
            "attachment_id": attachment_id,
            "change_id": change.id,
            "before": "nobody",
            "year": now().year,
        }
        db.session.commit()
        return given


def console_pages(app, tenant, owner, arguments):
    """(endpoint, path) of each route that answers an open box with a page."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint):
        if not rule.endpoint.startswith("complaint_console.") or "GET" not in rule.methods:
            continue
        values = {name: arguments.get(name, "x") for name in rule.arguments}
        path = tenant.console(app.url_map.bind("localhost", subdomain="console").build(rule.endpoint, values))
        answer = owner.get(path)
        answer.close()
        if answer.status_code == 200 and answer.mimetype == "text/html":
            yield rule.endpoint, path


def faults_of(page):
    sideways = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return axe_violations(page) + (["scrolls sideways"] if sideways else [])


@pytest.mark.browser
@pytest.mark.parametrize("look", LOOKS)
def test_every_screen_of_an_open_box_is_sound(app, tenant, arguments, serve, new_page, look):
    device, language, dark = LOOKS[look]
    owner = tenant.owner
    seen_shut = set(console_pages(app, tenant, owner, arguments))  # tests/screens looks at these
    owner.post(tenant.console("/complaint/unlock"), data={"password": BOX_PASSWORD})
    screens = [one for one in console_pages(app, tenant, owner, arguments) if one not in seen_shut]
    page, address = new_page(device, language=language, dark=dark), serve(app)
    cookie = owner.get_cookie("hutong_session")
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    page.goto(address + tenant.console("/complaint/"))
    page.locator("#password").fill(BOX_PASSWORD)
    with page.expect_navigation():
        page.locator("main .door").first.click()

    found = {}
    for endpoint, path in screens:
        status = page.goto(f"{address}{path}?lang={language}").status
        found[endpoint] = faults_of(page) if status == 200 else [f"answers {status}"]
        screenshot(page, f"screens-{look}-{endpoint}")

    assert {"complaint_console.letter", "complaint_console.close", "complaint_console.mine"} <= set(found)
    assert {endpoint: faults for endpoint, faults in found.items() if faults} == {}
