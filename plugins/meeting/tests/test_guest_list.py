"""The organiser's list of guests: found, approved, corrected, taken off and put back, taken along."""

import csv
import io
import re

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from hutong import create_link, db
from hutong.people import person_by_id
from hutong.testing import recent_mails, run_due_jobs
from plugins.meeting.attending import accept, decline
from plugins.meeting.links import guest_by_token, guest_token
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.testing import make_guest, make_meeting

QUESTION = {
    "id": "food",
    "kind": "single",
    "title": {"en": "What do you eat?", "zh": "吃什么？"},
    "options": [
        {"id": "fish", "label": {"en": "Fish", "zh": "鱼"}},
        {"id": "none", "label": {"en": "Nothing", "zh": "不吃"}},
    ],
}


@pytest.fixture
def meeting(tenant):
    """A meeting of one seat that approves: Lin has the seat, 王小明 asks for one; gives ids by name."""
    with tenant.scope():
        found = make_meeting(capacity=1, approval=True, questions=[QUESTION])
        link = create_link(
            plugin="meeting", object_kind="meeting", object_id=found.id, channel="Poster", created_by=None
        )
        lin = make_guest(
            found, "Lin Xiaohong", share_link_id=link.id, answers={"food": "fish"}, asked=[QUESTION]
        )
        wang = make_guest(found, "王小明", state="pending", phone="138 0013 8000", note="=1+1")
        unmailed = make_guest(found, "Zhao", state="invited", email=None, person_id=None)
        db.session.commit()
        return {
            "id": found.id, "Lin": lin.id, "Wang": wang.id, "Zhao": unmailed.id, "link": link.id
        }  # fmt: skip


def names_in(tenant, meeting, **query):
    address = tenant.console(f"/meeting/{meeting['id']}/guests")
    page = tenant.staff.get(address, query_string={"lang": "en", **query}).text
    return re.findall(r'class="(?:over )?grow" href="[^"]*/guests/[^"]*"[^>]*><b>([^<]+)</b>', page)


def do(tenant, meeting, who, step, **more):
    address = tenant.console(f"/meeting/{meeting['id']}/guests/{meeting[who]}/{step}")
    return tenant.staff.post(address, **more)


def state(tenant, guest_id):
    with tenant.scope():
        return db.session.get(Guest, (tenant.id, guest_id)).state


def test_guests_are_found_by_state_name_pinyin_phone_ticket_and_link(tenant, meeting):
    with tenant.scope():
        ticket = db.session.get(Guest, (tenant.id, meeting["Lin"])).ticket

    assert names_in(tenant, meeting) == ["Zhao", "王小明", "Lin Xiaohong"]
    assert names_in(tenant, meeting, state="pending") == ["王小明"]
    assert names_in(tenant, meeting, q="wangxm") == []
    assert names_in(tenant, meeting, q="wxm") == ["王小明"]
    assert names_in(tenant, meeting, q="小明") == ["王小明"]
    assert names_in(tenant, meeting, q="1380 013") == ["王小明"]
    assert names_in(tenant, meeting, q=ticket[:6]) == ["Lin Xiaohong"]
    assert names_in(tenant, meeting, link=str(meeting["link"])) == ["Lin Xiaohong"]
    assert names_in(tenant, meeting, unmailed="1") == ["Zhao"]


def test_the_list_asks_the_database_as_often_for_three_guests_as_for_one(tenant, meeting):
    statements = []
    names_in(tenant, meeting)
    event.listen(Engine, "before_cursor_execute", count := lambda *args: statements.append(args[2]))
    names_in(tenant, meeting, q="lin")
    one = len(statements)
    statements.clear()
    assert len(names_in(tenant, meeting, q=" ")) == 3
    event.remove(Engine, "before_cursor_execute", count)

    assert len(statements) == one


def test_the_ticked_are_approved_and_wait_where_it_is_full(tenant, meeting):
    page = tenant.staff.post(
        tenant.console(f"/meeting/{meeting['id']}/guests/approve?lang=en"),
        data={"guest": [str(meeting["Wang"]), str(meeting["Zhao"])], "step": "approve"},
        follow_redirects=True,
    ).text

    assert "1 approved. 1 of them waits for a seat." in page
    assert state(tenant, meeting["Wang"]) == "waiting"
    assert state(tenant, meeting["Zhao"]) == "invited"

    do(tenant, meeting, "Wang", "seat")
    with tenant.scope():
        assert db.session.get(Meeting, (tenant.id, meeting["id"])).taken == 2


def test_who_waits_for_approval_stands_on_the_meetings_first_page_and_among_what_waits(tenant, meeting):
    hub = tenant.staff.get(tenant.console(f"/meeting/{meeting['id']}/?lang=en")).text
    assert "1 registration waits for you" in hub
    assert f"/meeting/{meeting['id']}/guests?state=pending" in hub
    assert f"/meeting/{meeting['id']}/guests?state=pending" in tenant.staff.get(tenant.console("/")).text

    tenant.withhold("staff", "meeting.guests")
    hub = tenant.staff.get(tenant.console(f"/meeting/{meeting['id']}/?lang=en")).text
    assert "1 registration waits for you" not in hub


def test_who_is_taken_off_can_be_put_back_as_they_were(tenant, meeting):
    page = tenant.staff.post(
        tenant.console(f"/meeting/{meeting['id']}/guests/{meeting['Lin']}/remove"), follow_redirects=True
    ).text
    assert state(tenant, meeting["Lin"]) == "removed"

    undo = re.search(r'action="([^"]*restore\?to=coming)"', page)[1]
    tenant.staff.post(undo)
    assert state(tenant, meeting["Lin"]) == "coming"

    do(tenant, meeting, "Wang", "refuse")
    do(tenant, meeting, "Wang", "again")
    assert state(tenant, meeting["Wang"]) == "invited"


def test_a_corrected_address_gets_the_link_and_the_old_one_is_worthless(app, tenant, meeting):
    with tenant.scope():
        lin = db.session.get(Guest, (tenant.id, meeting["Lin"]))
        old, taken = guest_token(lin), db.session.get(Guest, (tenant.id, meeting["Wang"])).email
    refused = do(tenant, meeting, "Lin", "correct", data={"name": "Lin", "email": taken})
    assert refused.status_code == 422

    do(tenant, meeting, "Lin", "correct", data={"name": "Lin Hong", "email": "Hong@Example.com"})
    run_due_jobs(app)

    with tenant.scope():
        lin = db.session.get(Guest, (tenant.id, meeting["Lin"]))
        assert (lin.name, lin.email, guest_by_token(old)) == ("Lin Hong", "hong@example.com", None)
        assert person_by_id(lin.person_id).email == "hong@example.com"
        assert guest_token(lin) in recent_mails(1, recipient="hong@example.com")[0].text


def test_the_table_has_a_column_for_each_question_and_no_formula(tenant, meeting):
    answer = tenant.staff.get(tenant.console(f"/meeting/{meeting['id']}/guests.csv?lang=en"))
    rows = {row["Name"]: row for row in csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))}

    assert (rows["Lin Xiaohong"]["What do you eat?"], rows["Lin Xiaohong"]["Link"]) == ("Fish", "Poster")
    assert rows["王小明"]["Note"] == "'=1+1"
    assert rows["Zhao"]["State"] == "No answer yet"


def test_guests_of_one_meeting_are_nobody_in_another(tenant, other_tenant, meeting):
    with tenant.scope():
        other = make_meeting()
        db.session.commit()
        elsewhere = {"id": other.id, "Lin": meeting["Lin"]}

    assert do(tenant, elsewhere, "Lin", "remove").status_code == 404
    assert do(other_tenant, meeting, "Lin", "remove").status_code == 404
    assert state(tenant, meeting["Lin"]) == "coming"


def test_a_seat_taken_back_by_the_organiser_is_the_next_ones(tenant):
    with tenant.scope():
        found = make_meeting(capacity=1)
        one, two = make_guest(found, "One"), make_guest(found, "Two")
        decline(found, one)
        db.session.refresh(two)
        assert two.state == "coming"
        accept(found, one)
        assert one.state == "waiting"


def test_whoever_is_not_entrusted_with_guests_sees_none(tenant, meeting):
    tenant.withhold("staff", "meeting.guests")

    assert tenant.staff.get(tenant.console(f"/meeting/{meeting['id']}/guests")).status_code == 403
