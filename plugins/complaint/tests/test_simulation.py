"""Eighteen months of a business: what the rounds did is compared with a replay of the log in plain Python.

The replay reads events only; it knows deadlines (`Terms`) and no SQL, no column of a case and no job.
"""

import heapq
import random
import time as clock
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import g
from sqlalchemy import delete, insert, select, update

from hutong import db, tenant_in_scope
from plugins.complaint import progress
from plugins.complaint.deadlines import Terms
from plugins.complaint.jobs import HANDLERS
from plugins.complaint.keyholding import add_handler
from plugins.complaint.models import Box, Case, CaseKey, Event, Handler, Topic
from plugins.complaint.statistics import two_years
from plugins.complaint.testing import BOX_PASSWORD, bare_case, make_box, make_colleague, set_up
from plugins.complaint.testing_replay import Seen, counted, recount

SHANGHAI, ONE = ZoneInfo("Asia/Shanghai"), timedelta(days=1)
FIRST = date(2025, 3, 10)
SIZES = {"sqlite": (10_000, 560), "postgresql": (600, 200)}
OUTCOMES = ("solved", "partly", "unfounded", "withdrawn", "silent")
PROMISES = (
    {"pack": "shop", "country": "CN"},
    {"pack": "eu", "country": "DE"},
    {
        "pack": "own",
        "ack_days": 2,
        "answer_days": 10,
        "business_days": True,
        "country": "CN",
        "closed": ["2026-01-05"],
    },
    {"pack": "own", "ack_days": 3, "answer_months": 1, "business_days": False, "country": "CN"},
)
RANK = {
    "deleted": 0,
    "reminded": 1,
    "escalated": 2,
    "received": 3,
    "acknowledged": 4,
    "answered": 5,
    "written": 6,
}


# --- living through it ------------------------------------------------------------------------------------


@dataclass
class Business:
    """Boxes, handlers, and who does what on which day."""

    boxes: list[SimpleNamespace]
    topics: dict[uuid.UUID, list[SimpleNamespace]]
    handlers: list[uuid.UUID]
    chance: random.Random = field(default_factory=lambda: random.Random(20261122))
    live: set[uuid.UUID] = field(default_factory=set)
    closed: set[uuid.UUID] = field(default_factory=set)

    def take_letters(self, day, count):
        """Some letters come in."""
        rows = []
        for _number in range(count):
            box = self.chance.choice(self.boxes)
            topic = self.chance.choice(self.topics[box.id])
            is_named = self.chance.random() < 0.4
            rows.append(bare_case(box, topic, day, id=self.new_id(), is_named=is_named))
        if not rows:
            return
        db.session.execute(insert(Case), rows)
        said = {True: "named", False: "anonymous"}
        log = [
            {"case_id": row["id"], "day": day, "kind": "received", "value": said[row["is_named"]]}
            | {name: row[name] for name in ("box_id", "topic_id")}
            for row in rows
        ]
        db.session.execute(insert(Event), log)
        keys = [
            {"case_id": row["id"], "handler_id": self.chance.choice(self.handlers), "sealed": b"-"}
            for row in rows
        ]
        db.session.execute(insert(CaseKey), keys)
        self.live |= {row["id"] for row in rows}

    def work(self, day):
        """People do something about some cases: one thing a day about each."""
        live, closed = sorted(self.live), sorted(self.closed)
        chosen = self.chance.sample(live, len(live) // 9) + self.chance.sample(closed, len(closed) // 60)
        wanted = select(Case).where(Case.id.in_(chosen))
        cases = {case.id: case for case in db.session.scalars(wanted.order_by(Case.id))}
        parts = select(Case).where(Case.merged_into_id.in_(chosen)).order_by(Case.id)
        of_main = {case.merged_into_id: case for case in db.session.scalars(parts)}
        self.closed -= set(chosen) - set(cases)  # deleted meanwhile
        boxes = db.session.scalars(select(Box)).all()  # held, so that they are read once a day
        touched = set()
        for case_id in [case_id for case_id in chosen if case_id in cases]:
            if case_id not in touched:
                touched.add(case_id)
                act = self.act_on_live if cases[case_id].state in progress.LIVE_STATES else self.act_on_closed
                touched |= act(cases[case_id], of_main.get(case_id), cases, touched, day)
        db.session.flush()
        assert len(boxes) == len(self.boxes)
        for case_id, case in cases.items():
            (self.live.add if case.state in progress.LIVE_STATES else self.live.discard)(case_id)
            (self.closed.add if case.state == "closed" else self.closed.discard)(case_id)

    def act_on_live(self, case, part, cases, touched, day):
        handler = self.chance.choice(self.handlers)
        dice = self.chance.random()
        if dice < 0.1:
            progress.acknowledge(case, day, handler)
        elif dice < 0.35:
            progress.answer(case, day, handler, asks=dice < 0.2)
        elif dice < 0.45:
            progress.writer_wrote(part if part is not None and dice < 0.4 else case, day)
        elif dice < 0.94:
            progress.close(case, self.chance.choice(OUTCOMES), day, handler)
        elif dice < 0.97:
            progress.hold(case, day, handler, is_held=not case.is_held)
        else:
            others = [i for i, o in cases.items() if i not in touched and o.state in progress.LIVE_STATES]
            if others:
                into = cases[self.chance.choice(sorted(others))]
                progress.merge(case, into, day, handler)
                return {into.id}
        return set()

    def act_on_closed(self, case, part, _cases, _touched, day):
        dice = self.chance.random()
        if dice < 0.3:
            progress.writer_wrote(part if part is not None and dice < 0.15 else case, day)
        elif dice < 0.4:
            progress.reopen(case, day, self.chance.choice(self.handlers))
        elif dice < 0.7:
            progress.rate(case, day, self.chance.randint(1, 5))
        else:
            held = part if part is not None and dice < 0.8 else case
            progress.hold(held, day, self.chance.choice(self.handlers), is_held=not held.is_held)
        return set()

    def lose_a_handler(self, number):
        """The first time one is switched off, the second time one is deleted with all keys."""
        gone = self.handlers.pop()
        if number % 2:
            db.session.execute(delete(Handler).where(Handler.id == gone))
        else:
            db.session.execute(update(Handler).where(Handler.id == gone).values(is_active=False))

    def new_id(self):
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)


def open_business():
    """Four boxes and four handlers; nobody here has a mail address (`test_jobs` reads the mails)."""
    handlers = [set_up()[0].id]
    handlers += [
        add_handler(person_id=make_colleague(f"H{n}").id, password=BOX_PASSWORD).id for n in range(3)
    ]
    made = [make_box(terms=terms, keep_days=20 + 25 * n) for n, terms in enumerate(PROMISES)]
    topics = defaultdict(list)
    for topic in db.session.scalars(select(Topic).order_by(Topic.key)):
        topics[topic.box_id].append(SimpleNamespace(id=topic.id))
    boxes = [SimpleNamespace(id=box.id, terms=box.terms) for box in made]
    return Business(boxes, topics, handlers)


def live_through(business, letters, days):
    """Each morning the rounds, then letters and work; gives the last day."""
    each, last = 1 + letters // (days * 9 // 10), FIRST + ONE * days
    for number in range(days + 1):
        day = FIRST + ONE * number
        with time_machine.travel(datetime.combine(day, time(8), SHANGHAI), tick=False):
            for name in ("forget", "remind", "escalate"):
                HANDLERS[name]({})
        if number % 190 == 150:
            business.lose_a_handler(number // 190)
        business.take_letters(day, min(each, letters))
        letters -= min(each, letters)
        with db.session.no_autoflush:
            business.work(day)
        if number % 20 == 0:
            db.session.commit()
        db.session.expunge_all()
    return last


# --- the replay -------------------------------------------------------------------------------------------


@dataclass
class Replay:
    """Reads the log day by day, and says what the rounds should have written into it."""

    boxes: dict[uuid.UUID, tuple[Terms, int]]
    cases: dict[uuid.UUID, Seen] = field(default_factory=dict)
    parts: dict[uuid.UUID, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))
    expected: set[tuple] = field(default_factory=set)
    coming: list[tuple] = field(default_factory=list)

    def read(self, events, last):
        by_day = defaultdict(list)
        for line in events:
            by_day[line.day].append(line)
        day = FIRST
        while day <= last:
            self.morning(day)
            for line in sorted(by_day[day], key=lambda line: RANK.get(line.kind, 7)):
                self.follow(line)
            day += ONE

    def morning(self, day):
        again = []
        while self.coming and self.coming[0][0] <= day:
            _day, case_id, what, due = heapq.heappop(self.coming)
            case = self.cases.get(case_id)
            if case is None:
                continue
            if what == "deleted":
                if case.state == "closed" and case.closed == due:
                    family = {case_id, *self.parts[case_id]}
                    if any(self.cases[member].is_held for member in family):
                        again.append((day + ONE, case_id, what, due))
                        continue
                    for member in family:
                        self.expected.add((day, member, "deleted", ""))
                        del self.cases[member]
            else:
                kind, name = what.split()
                if case.due(name) == due and (kind == "escalated" or day <= due):
                    self.expected.add((day, case_id, kind, f"{name} {due}"))
        for entry in again:
            heapq.heappush(self.coming, entry)

    def watch(self, case_id, day):
        """A clock was set on this day, after its morning."""
        case = self.cases[case_id]
        for name in ("ack", "answer"):
            due = case.due(name)
            if due is not None:
                nearest = max(case.terms.days.before(due), day + ONE)
                heapq.heappush(self.coming, (nearest, case_id, f"reminded {name}", due))
                heapq.heappush(self.coming, (due + ONE, case_id, f"escalated {name}", due))

    def follow(self, line):
        getattr(self, f"on_{line.kind}", lambda _line: None)(line)

    def on_received(self, line):
        terms, keep = self.boxes[line.box_id]
        self.cases[line.case_id] = case = Seen(terms, keep, line.day)
        case.ack_due, case.answer_due = terms.due(line.day)
        self.watch(line.case_id, line.day)

    def on_acknowledged(self, line):
        case = self.cases[line.case_id]
        case.acknowledged = line.day
        case.state = "working" if case.state == "new" else case.state
        if case.terms.pack == "eu" and case.ack_due and not case.answered:
            before = case.answer_due
            case.answer_due = min(before, case.terms.answer_after(min(line.day, case.ack_due)))
            if case.answer_due != before:
                self.watch(line.case_id, line.day)

    def on_answered(self, line):
        case = self.cases[line.case_id]
        assert not case.was_answered
        case.answered, case.was_answered, case.state = line.day, True, "working"

    def on_replied(self, line):
        case = self.cases[line.case_id]
        assert case.was_answered
        case.answered, case.state = line.day, "working"

    def on_written(self, line):
        case_id = self.cases[line.case_id].main or line.case_id
        case = self.cases[case_id]
        if case.is_live and case.answered:
            self.restart(case_id, line.day)

    def on_reopened(self, line):
        case = self.cases[line.case_id]
        case.state, case.closed = "working", None
        if not case.acknowledged:
            case.ack_due = None
        self.restart(line.case_id, line.day)

    def restart(self, case_id, day):
        case = self.cases[case_id]
        case.answered, case.answer_due = None, case.terms.answer_after(day)
        self.watch(case_id, day)

    def on_closed(self, line):
        case = self.cases[line.case_id]
        case.state, case.closed = "closed", line.day
        heapq.heappush(self.coming, (line.day + ONE * case.keep, line.case_id, "deleted", line.day))

    def on_merged(self, line):
        into = uuid.UUID(line.value)
        for member in (line.case_id, *self.parts.pop(line.case_id, ())):
            self.cases[member].main, self.cases[member].state = into, "merged"
            self.parts[into].add(member)

    def on_held(self, line):
        self.cases[line.case_id].is_held = True

    def on_released(self, line):
        self.cases[line.case_id].is_held = False


@pytest.mark.both_databases
def test_the_rounds_of_eighteen_months(tenant, database_kind, figure):
    letters, days = SIZES[database_kind]
    with tenant.scope():
        g.tenant, g.language = tenant_in_scope(), "en"
        business = open_business()
        began = clock.process_time()
        last = live_through(business, letters, days)
        figure(
            f"complaint box, {letters} cases over {days} days, {database_kind}",
            f"{clock.process_time() - began:.0f} s",
        )
        events = db.session.execute(
            select(Event.day, Event.case_id, Event.box_id, Event.topic_id, Event.kind, Event.value)
        ).all()
        boxes = db.session.execute(select(Box.id, Box.terms, Box.keep_days))
        replay = Replay({i: (Terms.of(terms, g.tenant.zone), keep) for i, terms, keep in boxes})
        replay.read(events, last)

        # No deadline missed unescalated, none early or twice; nothing live or held deleted, all else in time.
        done = Counter(
            (line.day, line.case_id, line.kind, line.value)
            for line in events
            if line.kind in ("reminded", "escalated", "deleted")
        )
        assert set(done) == replay.expected
        assert set(done.values()) == {1}
        kinds = Counter(kind for _day, _case_id, kind, _value in done)
        assert all(kinds[kind] > letters / 50 for kind in ("reminded", "escalated", "deleted")), kinds

        # The cases that are left are as the log tells.
        left = {
            case.id: (
                case.state.replace("asking", "working"),
                case.closed_on,
                case.acknowledged_on,
                case.answered_on,
                case.ack_due,
                case.answer_due,
                case.merged_into_id,
                case.is_held,
            )
            for case in db.session.scalars(select(Case))
        }
        assert left == {
            case_id: (
                c.state,
                c.closed,
                c.acknowledged,
                c.answered,
                c.ack_due,
                c.answer_due,
                c.main,
                c.is_held,
            )
            for case_id, c in replay.cases.items()
        }
        assert len(left) + kinds["deleted"] == letters

        # The statistics are the log's.
        began = clock.process_time()
        this, before = two_years(last.year)
        taken = clock.process_time() - began
        figure(f"complaint box, statistics of {letters} cases, {database_kind}", f"{taken * 1000:.0f} ms")
        for numbers in (this, before):
            assert counted(numbers) == recount(events, numbers.year)
        assert this.received
