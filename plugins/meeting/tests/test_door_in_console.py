"""The door's pages and what its script asks, without a browser."""

import json
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from hutong import db, now
from plugins.meeting.door_testing import make_scan
from plugins.meeting.models import Guest, Meeting, Scan
from plugins.meeting.testing import make_guest, make_meeting


@pytest.fixture
def at_door(tenant):
    """A meeting with three guests: its address at the door, and their tickets by name."""
    with tenant.scope():
        meeting = make_meeting()
        guests = [make_guest(meeting, name) for name in ("林小红", "Zhou", "Wu")]
        db.session.commit()
        tickets = {guest.name: guest.ticket for guest in guests}
        return tenant.console(f"/meeting/{meeting.id}/door/"), tickets


def text_of(answer):
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def sent(client, door, *scans, since=""):
    """Send scans as the script does."""
    answer = client.post(f"{door}sync", data={"scans": json.dumps(scans), "since": since})
    assert answer.status_code == 200
    return answer.get_json()


def one_scan(**more):
    return {
        "id": str(uuid.uuid4()),
        "at": round(now().timestamp() * 1000),
        "letIn": True,
        "door": "East",
    } | more


def test_a_code_a_name_and_a_double_without_script(tenant, at_door):
    door, tickets = at_door
    staff = tenant.staff

    came = text_of(staff.post(f"{door}scan", data={"q": tickets["Zhou"].upper(), "door": "East"}))
    again = text_of(staff.post(f"{door}scan", data={"q": tickets["Zhou"], "door": "West"}))
    looked = text_of(staff.post(f"{door}scan", data={"q": "lxh", "door": "West"}))
    wrong = text_of(staff.post(f"{door}scan", data={"q": "zzzzzzzzzz", "door": "West"}))

    assert 'class="verdict in"' in came
    assert "Let in already: East" in again
    assert "林小红" in looked
    assert "No ticket of this meeting" in wrong
    with tenant.scope():
        assert db.session.scalars(select(Guest.name).where(Guest.checked_in_at.is_not(None))).all() == [
            "Zhou"
        ]


def test_who_is_not_coming_is_refused_and_let_in_anyway(tenant, at_door):
    door, _tickets = at_door
    with tenant.scope():
        guest = db.session.scalar(select(Guest).where(Guest.name == "Wu"))
        guest.state = "waiting"
        db.session.commit()
        tapped = {"guest_id": str(guest.id), "door": "East"}

    refused = text_of(tenant.staff.post(f"{door}scan", data=tapped))
    let_in = text_of(tenant.staff.post(f"{door}scan", data=tapped | {"anyway": "1"}))

    assert "Waiting list. Not expected today." in refused
    assert 'class="verdict in"' in let_in


def test_a_form_sent_twice_lets_one_person_walk_in(tenant, at_door):
    door, _tickets = at_door
    walked = {"name": "Guo", "phone": "13800000000", "scan_id": str(uuid.uuid4())}

    for _time in range(2):
        assert "Guo" in text_of(tenant.staff.post(f"{door}walk-in", data=walked))
    assert tenant.staff.post(f"{door}walk-in", data={"name": ""}).status_code == 422

    with tenant.scope():
        assert db.session.scalars(select(Guest.name).where(Guest.origin == "walk_in")).all() == ["Guo"]


def test_doors_learn_of_each_other(tenant, at_door):
    door, tickets = at_door
    begun = tenant.staff.get(f"{door}state.json").get_json()
    zhou = one_scan(text=tickets["Zhou"])

    first = sent(tenant.staff, door, zhou, since=begun["cursor"])
    same = sent(tenant.staff, door, zhou, since=first["state"]["cursor"])
    other = tenant.staff.get(f"{door}state.json?since={begun['cursor']}").get_json()

    assert [guest["name"] for guest in begun["guests"]] == ["林小红", "Wu", "Zhou"]
    assert tickets["Zhou"] not in json.dumps(begun)  # a lost phone gives no tickets away
    assert first["heard"][zhou["id"]]["outcome"] == same["heard"][zhou["id"]]["outcome"] == "in"
    assert [(guest["name"], guest["door"]) for guest in other["guests"]] == [("Zhou", "East")]
    assert (other["whole"], same["state"]["guests"], other["counts"]["arrived"]) == (False, [], 1)


def test_what_no_phone_of_ours_sends_is_refused(tenant, at_door):
    door, _tickets = at_door
    wrong = ("{", "7", '[{"id": null}]', "[[]]", '[{"at": 1}]', '{"id": "x"}', "[" * 200_000)
    statuses = [tenant.staff.post(f"{door}sync", data={"scans": text}).status_code for text in wrong]
    many = json.dumps([one_scan(text="x") for _number in range(501)])

    assert statuses == [422] * len(wrong)
    assert tenant.staff.post(f"{door}sync", data={"scans": many}).status_code == 413
    with tenant.scope():
        assert db.session.scalars(select(Scan)).all() == []


@pytest.mark.both_databases
def test_no_ticket_silences_a_door(tenant, at_door):
    door, tickets = at_door
    zero, half = one_scan(text="\0hello", door="\0"), one_scan(text="\ud800", letIn=False)
    walked = one_scan(walkIn={"name": "Gu\0o\ud800", "phone": "1\x0038", "email": "a\0@x.com"})
    nobody, soon = one_scan(walkIn={"name": "\0 "}), one_scan(at="soon")
    ill, zhou = one_scan(id="x\ud800"), one_scan(text=f"\0{tickets['Zhou']}")
    scans = (zero, half, walked, nobody, soon, ill, zhou)

    heard = sent(tenant.staff, door, *scans)["heard"]

    assert [heard[one["id"]]["outcome"] for one in scans] == [
        *["unknown"] * 2, "in", *["unreadable"] * 3, "in",
    ]  # fmt: skip
    with tenant.scope():
        assert set(db.session.scalars(select(Scan.text))) == {"hello", ""}
        guest = db.session.scalars(select(Guest).where(Guest.origin == "walk_in")).one()
        assert (guest.name, guest.phone, guest.email) == ("Guo", "138", "a@x.com")


def test_a_clock_that_is_millennia_wrong_breaks_no_page(tenant, at_door):
    door, tickets = at_door
    with tenant.scope():
        db.session.scalar(select(Meeting)).zone = "America/New_York"
        db.session.commit()
    first, last = -62_135_596_800_000, 253_402_300_799_000  # the years 1 and 9999
    scans = [
        one_scan(text=tickets["Zhou"], at=first),
        one_scan(text=tickets["Wu"], at=last),
        one_scan(text=tickets["林小红"], at=10**30, undone=10**30),
        one_scan(text=tickets["林小红"], at=-(10**30), undone=first),
    ]

    heard = sent(tenant.staff, door, *scans)["heard"]

    assert [heard[one["id"]]["outcome"] for one in scans] == ["in", "in", "undone", "undone"]
    for page in ("door/", "door/list", "door/state.json", "arrivals"):
        assert tenant.staff.get(door.removesuffix("door/") + page).status_code == 200
    with tenant.scope():
        moments = db.session.scalars(select(Scan.scanned_at)).all()
        assert all(now() - timedelta(days=2) < moment <= now() for moment in moments)


def test_the_list_is_not_given_out_after_the_meeting(tenant, at_door):
    door, _tickets = at_door
    with tenant.scope():
        meeting = db.session.scalar(select(Meeting))
        meeting.starts_at = meeting.ends_at = meeting.ends_at.replace(year=2020)
        db.session.commit()

    state = tenant.staff.get(f"{door}state.json").get_json()

    assert (state["guests"], state["keeps"]) == ([], False)


def test_a_door_costs_the_same_for_many_guests(tenant, at_door):
    door, _tickets = at_door
    statements, asked = [], []

    def come(count):
        with tenant.scope():
            meeting = db.session.scalar(select(Meeting))
            for number in range(count):
                make_scan(make_guest(meeting, f"Guest {number}"))
            db.session.commit()

    come(1)
    tenant.staff.get(door)
    event.listen(Engine, "before_cursor_execute", count := lambda *args: statements.append(args[2]))
    for more in (0, 12):
        come(more)
        for page in ("", "list", "state.json", "state.json?since=0"):
            statements.clear()
            assert tenant.staff.get(door + page).status_code == 200
            asked.append(len(statements))
    event.remove(Engine, "before_cursor_execute", count)

    assert asked[:4] == asked[4:]
