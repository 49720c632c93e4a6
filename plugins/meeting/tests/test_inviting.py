"""Inviting: a list, a segment, people by name, a series; the same again invites nobody."""

import html
import re
import uuid
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import event, func, select
from sqlalchemy.engine import Engine

from hutong import db, now
from hutong.people import Person, Segment, segment_by_id
from hutong.testing import recent_mails, run_due_jobs
from plugins.meeting.models import Guest
from plugins.meeting.queries import meeting_by_id
from plugins.meeting.testing import make_guest, make_meeting, make_series, set_time

PARTS = st.sampled_from(["a@x.com", "B@x.com", "王", "lin@x.com", "；", "\n", " ", "c@", "<d@x.com>"])


@pytest.fixture
def meeting(tenant):
    """A published meeting; gives its id."""
    with tenant.scope():
        found = make_meeting()
        make_guest(found, "Lin", email="lin@x.com")
        db.session.commit()
        return found.id


def preview(tenant, meeting, **form):
    return tenant.staff.post(tenant.console(f"/meeting/{meeting}/invite?lang=en"), data=form)


def send(tenant, meeting, page, **form):
    chosen = re.search(r'name="chosen" value="([^"]*)"', page.text)
    form["chosen"] = html.unescape(chosen[1]) if chosen else "[]"
    return tenant.staff.post(tenant.console(f"/meeting/{meeting}/invite/send?lang=en"), data=form)


def guests(tenant, meeting):
    with tenant.scope():
        found = db.session.scalars(select(Guest).where(Guest.meeting_id == meeting).order_by(Guest.id)).all()
        return [(guest.name, guest.email, guest.state) for guest in found][1:]


def mails_to(tenant, email):
    with tenant.scope():
        return len(recent_mails(recipient=email))


def person(name, **more):
    found = Person(name=name, role="contact", **more)
    db.session.add(found)
    db.session.flush()
    return found


def test_a_list_is_looked_through_then_invited_once(app, tenant, meeting):
    page = preview(tenant, meeting, pasted="王小明 wang@x.com\nlin@x.com; nobody; wang@x.com")
    assert "1 will be invited" in page.text
    assert "On the list already: Coming" in page.text
    assert page.text.count("Stands here twice") == 1
    assert guests(tenant, meeting) == []

    for _again in range(2):
        assert send(tenant, meeting, page, word="带上雨伞").status_code == 302
    run_due_jobs(app)

    assert guests(tenant, meeting) == [("王小明", "wang@x.com", "invited")]
    assert mails_to(tenant, "wang@x.com") == 1
    with tenant.scope():
        assert "带上雨伞" in recent_mails(recipient="wang@x.com")[0].text


def test_a_segment_leaves_out_who_wants_no_mails_and_says_who_has_none(tenant, meeting):
    with tenant.scope():
        person("Unmailed")
        person("Quiet", email="quiet@x.com", notices="off")
        person("Gone", email="gone@x.com", state="left")
        ids = [str(one) for one in db.session.scalars(select(Person.id).where(Person.role == "contact"))]
        db.session.commit()

    page = preview(tenant, meeting, person=ids)
    assert send(tenant, meeting, page).status_code == 302

    assert "Wants no mails from you" in page.text
    assert "1 has no e-mail here." in page.text
    assert guests(tenant, meeting) == [("Unmailed", None, "invited")]


def test_whoever_is_in_a_segment_is_invited_and_one_that_is_gone_has_nobody(tenant, meeting):
    with tenant.scope():
        segment = Segment(name="Contacts", rules={"role": ["contact"]})
        db.session.add_all([segment, Person(name="Ma", role="contact", email="ma@x.com")])
        db.session.add(Person(name="Quiet", role="contact", email="quiet@x.com", notices="off"))
        db.session.flush()
        segment_id = str(segment.id)
        db.session.commit()

    page = preview(tenant, meeting, segment=segment_id)
    send(tenant, meeting, page)

    assert guests(tenant, meeting) == [("Ma", "ma@x.com", "invited")]
    with tenant.scope():
        segment_by_id(uuid.UUID(segment_id)).deleted_at = now()
        db.session.commit()
    assert preview(tenant, meeting, segment=segment_id).status_code == 422


def test_a_series_is_invited_to_what_is_to_come(tenant):
    with tenant.scope():
        series = make_series()
        first, second, past, off = (make_meeting(series_id=series.id) for _number in range(4))
        off.state = "cancelled"
        set_time(past, now() - timedelta(days=2))
        db.session.commit()
        ids = [one.id for one in (first, second, past, off)]

    page = preview(tenant, ids[0], pasted="lin@x.com")
    assert "Also to the other meeting of the series that is to come" in page.text
    send(tenant, ids[0], page, series="1")

    with tenant.scope():
        invited = select(Guest.meeting_id).where(Guest.email == "lin@x.com").order_by(Guest.id)
        assert list(db.session.scalars(invited)) == ids[:2]


@pytest.mark.both_databases
def test_meetings_of_a_series_are_held_in_one_order_whichever_is_at_hand(tenant):
    with tenant.scope():
        series = make_series()
        ids = sorted(make_meeting(series_id=series.id).id for _number in range(3))
        db.session.commit()
    held = []

    def note(_connection, _cursor, statement, parameters, *_more):
        if " ".join(statement.split()).startswith("SELECT meeting_meeting.id FROM meeting_meeting WHERE"):
            values = parameters.values() if isinstance(parameters, dict) else parameters
            held.extend(one for one in ids if {one, str(one), one.hex} & set(values))

    page = preview(tenant, ids[2], pasted="lin@x.com")
    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert send(tenant, ids[2], page, series="1").status_code == 302
    finally:
        event.remove(Engine, "before_cursor_execute", note)

    assert held[:3] == ids
    assert set(held) == set(ids)


def test_a_draft_keeps_its_invitations_until_it_is_published(app, tenant):
    with tenant.scope():
        draft = make_meeting(state="draft").id
        db.session.commit()
    send(tenant, draft, preview(tenant, draft, pasted="lin@x.com"))
    run_due_jobs(app)
    assert mails_to(tenant, "lin@x.com") == 0

    tenant.owner.post(tenant.console(f"/meeting/{draft}/publish"))
    run_due_jobs(app)
    assert mails_to(tenant, "lin@x.com") == 1


def test_nobody_is_invited_to_what_is_over_or_by_a_form_that_nobody_made(tenant, other_tenant, meeting):
    page = preview(tenant, meeting, pasted="wang@x.com")
    for wrong in (
        "",
        "{}",
        "1",
        '[["wang"]]',
        '[["x@y", "X"]]',
        '[["a@x.com\\nb@x.com", "X"]]',
        "[[[]]]",
        "[null]",
    ):
        address = tenant.console(f"/meeting/{meeting}/invite/send")
        assert tenant.staff.post(address, data={"chosen": wrong}).status_code in (302, 422)
    assert other_tenant.staff.get(other_tenant.console(f"/meeting/{meeting}/invite")).status_code == 404
    with tenant.scope():
        set_time(meeting_by_id(meeting), now())
        db.session.commit()

    answer = send(tenant, meeting, page)
    assert (answer.status_code, "This meeting has begun" in answer.text) == (422, True)
    assert guests(tenant, meeting) == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.sampled_from(["a@x.com", "B@x.com", "王", "lin@x.com", "；", "\n", " ", "c@", "<d@x.com>"]),
        max_size=12,
    )
)
def test_nobody_is_invited_whom_the_preview_did_not_name(tenant, meeting, parts):
    before = {email for _name, email, _state in guests(tenant, meeting)}
    page = preview(tenant, meeting, pasted="".join(parts) or "x")
    named = set(re.findall(r"<small>([^<@]+@[^<]+)</small>", page.text.partition("Not invited")[0]))
    send(tenant, meeting, page)

    assert {email for _name, email, _state in guests(tenant, meeting)} - before == named


def test_two_thousand_are_invited_at_once_and_no_more(tenant, meeting):
    many = "\n".join(f"Guest {number} <g{number}@x.com>" for number in range(2000))
    assert preview(tenant, meeting, pasted=f"{many}\none@x.com").status_code == 422

    assert send(tenant, meeting, preview(tenant, meeting, pasted=many)).status_code == 302
    with tenant.scope():
        assert db.session.scalar(select(func.count()).where(Guest.meeting_id == meeting)) == 2001


def test_many_are_mailed_once_each(app, tenant, meeting):
    many = "\n".join(f"g{number}@x.com" for number in range(101))
    send(tenant, meeting, preview(tenant, meeting, pasted=many))
    run_due_jobs(app)

    assert [mails_to(tenant, f"g{number}@x.com") for number in (0, 100)] == [1, 1]
    page = tenant.staff.get(tenant.console(f"/meeting/{meeting}/guests?lang=en")).text
    assert "guests have been mailed" not in page
