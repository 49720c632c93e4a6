"""The rule of the door, and what doors say, on both databases."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import event, func, select
from sqlalchemy.engine import Engine

from hutong import Base, db, now
from hutong.people import Person
from plugins.meeting.door import Said, WalkIn, close_conflict, receive, undo
from plugins.meeting.door_queries import door_conflicts, door_counts, guests_called, scan_of
from plugins.meeting.door_rule import outcomes_of
from plugins.meeting.models import Guest, Scan
from plugins.meeting.testing import make_guest, make_meeting

NOON = datetime(2027, 5, 22, 12, tzinfo=UTC)


@dataclass(frozen=True)
class One:
    id: uuid.UUID
    scanned_at: datetime
    undone_at: datetime | None
    let_in: bool


scans = st.builds(
    One,
    st.uuids(version=4),
    st.integers(0, 5).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    st.none() | st.integers(0, 8).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    st.booleans(),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(scans, max_size=7, unique_by=lambda one: one.id), st.randoms())
def test_whatever_order_scans_arrive_in_the_outcome_is_one(said, chance):
    shuffled = list(said)
    chance.shuffle(shuffled)

    outcomes, holder = outcomes_of(shuffled)

    assert (outcomes, holder) == outcomes_of(said)
    assert list(outcomes.values()).count("in") == (holder is not None)
    assert set(outcomes) == {one.id for one in said}
    assert all((outcome == "undone") == any(one.id == key and one.undone_at for one in said)
               for key, outcome in outcomes.items())  # fmt: skip


@pytest.fixture
def meeting(tenant):
    with tenant.scope():
        yield make_meeting()


def said(guest=None, *, minute=0, door="East", **more):
    """A scan of a guest's ticket, some minutes ago."""
    text = more.pop("text", guest.ticket if guest else "")
    return Said(more.pop("id", uuid.uuid4()), door, now() - timedelta(minutes=30 - minute), text=text, **more)


def outcome(meeting, *scans):
    """What becomes of scans that come in one message."""
    heard = receive(meeting, scans)
    return [heard[one.id].outcome for one in scans]


@pytest.mark.both_databases
class TestDoor:
    def test_the_earlier_scan_lets_in_whichever_arrives_first(self, meeting):
        guest = make_guest(meeting)
        late, early = said(guest, minute=9, door="West"), said(guest, minute=2, door="East")

        assert outcome(meeting, late) == ["in"]
        assert (guest.checked_in_door, outcome(meeting, late)) == ("West", ["in"])  # twice is once
        assert outcome(meeting, early) == ["in"]

        assert (guest.checked_in_at, guest.checked_in_door) == (early.scanned_at, "East")
        assert outcome(meeting, late) == ["double"]
        assert [(one.scan.door, one.guest.name) for one in door_conflicts(meeting)] == [("West", guest.name)]
        assert db.session.scalar(select(func.count()).select_from(Scan)) == 2
        close_conflict(scan_of(meeting, late.id))
        assert door_conflicts(meeting) == []

    def test_who_asks_is_refused_and_that_is_no_conflict(self, meeting):
        guest, away = make_guest(meeting), make_guest(meeting, state="declined")
        first, second, third = said(guest), said(guest, minute=1, asks=True), said(away, asks=True)

        assert outcome(meeting, first, second, third) == ["in", "double", "refused"]
        assert door_conflicts(meeting) == []
        assert (scan_of(meeting, third.id), away.state) == (None, "declined")

        again = Said(second.id, second.door, second.scanned_at, text=second.text)
        assert outcome(meeting, again) == ["double"]  # nobody answered in time, and the door let them in
        assert [one.scan.id for one in door_conflicts(meeting)] == [second.id]

    def test_who_stands_in_the_room_holds_a_seat(self, meeting):
        meeting.capacity = 1
        one, two = make_guest(meeting, "One"), make_guest(meeting, "Two")
        assert (one.state, two.state) == ("coming", "waiting")

        assert outcome(meeting, said(two)) == ["in"]
        assert outcome(meeting, said(walk_in=WalkIn("Three", "three@example.com"))) == ["in"]

        assert (two.state, meeting.taken, meeting.capacity) == ("coming", 3, 1)
        assert door_counts(meeting) == door_counts(meeting).__class__(2, 3, 1)

    def test_a_walk_in_is_one_guest_and_one_person(self, meeting):
        known = make_guest(meeting, "Known", email="known@example.com")
        alone = said(walk_in=WalkIn("Wu Min", phone="138 0000 0000"))
        same = said(walk_in=WalkIn("Known again", "Known@example.com"))

        assert outcome(meeting, alone, same) == ["in", "in"]
        assert outcome(meeting, alone, same) == ["in", "in"]

        walked = db.session.scalars(select(Guest).where(Guest.origin == "walk_in")).all()
        assert [(guest.name, guest.state) for guest in walked] == [("Wu Min", "coming")]
        assert db.session.get_one(Person, (meeting.tenant_id, walked[0].person_id)).role == "contact"
        assert known.checked_in_at is not None

    def test_a_walk_in_writes_nothing_into_somebody_known(self, meeting):
        known = Person(name="Known", role="member", email="known@example.com")
        db.session.add(known)
        db.session.flush()

        outcome(meeting, said(walk_in=WalkIn("Mallory", "known@example.com", "139 0000 0000")))
        outcome(meeting, said(walk_in=WalkIn("Wu Min", "wu@example.com", "138 0000 0000")))

        found = dict(db.session.execute(select(Person.name, Person.phone)).all())
        assert (found["Known"], found["Wu Min"]) == ("", "138 0000 0000")

    def test_undoing_frees_the_ticket(self, meeting):
        guest = make_guest(meeting)
        first, double = said(guest), said(guest, minute=1, asks=True)
        outcome(meeting, first, double)

        undo(meeting, scan_of(meeting, first.id))

        assert (guest.checked_in_at, guest.checked_in_door) == (None, "")
        assert outcome(meeting, first, double) == ["undone", "double"]
        assert outcome(meeting, said(guest, minute=40)) == ["in"]
        assert guest.checked_in_at <= now()  # a clock that goes wrong comes from no future

    def test_other_meetings_tickets_are_unknown(self, meeting, tenant):
        other = make_meeting("Another")
        stranger = make_guest(other)
        scan = said(stranger)

        assert outcome(meeting, scan, said(guest_id=stranger.id), said(text="nonsense")) == ["unknown"] * 3
        assert outcome(other, scan) == ["unknown"]  # its id is taken
        assert stranger.checked_in_at is None

    def test_names_are_found_by_pinyin(self, meeting):
        guest = make_guest(meeting, "林小红")
        make_guest(meeting, "Zhou")

        assert [guests_called(meeting, typed) for typed in ("lxh", "linxiao", "小红", "q")] == [
            [guest],
            [guest],
            [guest],
            [],
        ]

    def test_the_act_is_written_once(self, meeting):
        guest = make_guest(meeting)
        first = said(guest)
        outcome(meeting, first, said(guest, minute=3))
        undo(meeting, scan_of(meeting, first.id))
        outcome(meeting, said(guest, minute=20))

        acts = next(mapper.class_ for mapper in Base.registry.mappers if mapper.class_.__tablename__ == "act")
        found = db.session.execute(select(acts.stage, acts.person_id).where(acts.verb == "attend"))
        assert [tuple(row) for row in found] == [("service", guest.person_id)]

    def test_a_message_costs_what_its_scans_cost(self, meeting):
        guests = [make_guest(meeting, f"Guest {number}") for number in range(6)]
        db.session.flush()
        statements = []
        event.listen(Engine, "before_cursor_execute", count := lambda *args: statements.append(args[2]))
        costs = []
        for message in ([guests[0]], guests[1:3], guests[3:6]):
            statements.clear()
            outcome(meeting, *[said(guest) for guest in message])
            costs.append(len(statements))
        event.remove(Engine, "before_cursor_execute", count)

        assert costs[2] - costs[1] == costs[1] - costs[0]
