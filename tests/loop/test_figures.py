"""The loop's figures against a plain replay of the same acts, on both databases."""

import random
import uuid
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from core.acts.models import Act
from core.acts.queries import TOGETHER
from core.database import db
from core.loop.journeys import STAGES
from core.loop.queries import measure_loop
from core.loop.scopes import Scope
from core.people.models import Person
from core.sharing.operations import create_link

pytestmark = pytest.mark.both_databases
MARCH = datetime(2026, 3, 1, tzinfo=UTC)


def random_acts(rnd, people, links):
    """Acts of a month in which clocks were turned, many of them near midnight."""
    for _number in range(260):
        day = MARCH + timedelta(days=rnd.randrange(45))
        near = day.replace(hour=rnd.choice([15, 16, 21, 22, 23, 3]), minute=rnd.randrange(60))
        yield {
            "at": near + timedelta(seconds=rnd.randrange(60), microseconds=rnd.randrange(10**6)),
            "stage": rnd.choices([*STAGES, "back"], weights=[4, 4, 8, 3, 1, 1, 1])[0],
            "person_id": rnd.choice([None, *people]),
            "share_link_id": rnd.choice([None, None, *links]),
            "times": rnd.choice([1, 1, 1, 3, 0]),
        }


@pytest.fixture
def house(tenant, other_tenant):
    """``house(seed)``: random acts of a tenant, and of another; gives the first, people and links."""

    def fill(seed):
        rnd = random.Random(seed)
        with tenant.scope():
            people = [uuid.UUID(int=rnd.getrandbits(128)) for _number in range(25)]
            boss = Person(name="Boss", role="owner")
            db.session.add(boss)
            db.session.flush()
            where = {"plugin": "site", "object_kind": "page", "object_id": uuid.uuid4()}
            links = [create_link(**where).id for _number in range(3)]
            personal = [create_link(**where, shared_by=person).id for person in people[:2]]
            acts = list(random_acts(rnd, [*people, boss.id], links + personal))
            db.session.add_all(Act(verb="x", **act) for act in acts)
            db.session.commit()
            known = {"people": people, "boss": boss.id, "links": links, "personal": personal}
        with other_tenant.scope():
            db.session.add_all(Act(verb="x", **act) for act in random_acts(rnd, people, links))
            db.session.commit()
        return acts, known

    return fill


def replay(acts, scope, zone, known):
    """The same figures, from going through the acts one by one."""
    came = {}
    for act in sorted(acts, key=lambda act: act["at"]):
        if act["person_id"] and act["share_link_id"]:
            came.setdefault(act["person_id"], act["share_link_id"])
    first_order = {}
    for act in sorted(acts, key=lambda act: act["at"]):
        if act["stage"] == "order" and act["person_id"] and act["times"]:
            first_order.setdefault(act["person_id"], act["at"].astimezone(zone).date())

    def counts(act):
        person = act["person_id"]
        if scope.kind == "all":
            return person != known["boss"]
        if scope.kind == "link":
            return came.get(person) == scope.id if person else act["share_link_id"] == scope.id
        if scope.kind == "segment":
            return person in known["people"][:10]
        return person == scope.id

    times, firsts = Counter(), defaultdict(dict)
    for act in sorted(acts, key=lambda act: act["at"]):
        if (
            not counts(act)
            or not act["times"]
            or act["stage"] == "back"
            or (scope.start and act["at"] < scope.start)
            or (scope.end and act["at"] >= scope.end)
        ):
            continue
        stages, person = [act["stage"]], act["person_id"]
        if act["stage"] == "order" and person and act["at"].astimezone(zone).date() > first_order[person]:
            stages.append("repeat")
        for stage in stages:
            times[stage] += act["times"]
            if person:
                firsts[person].setdefault(stage, int(act["at"].timestamp()))
    gaps = {
        after: [
            found[after] - found[before] for found in firsts.values() if before in found and after in found
        ]
        for before, after in pairwise(STAGES)
    }
    went = {after: [gap for gap in found if gap >= 0] for after, found in gaps.items()}
    channels = Counter()
    for person in firsts:
        link = came.get(person)
        channels[TOGETHER if link in known["personal"] else link] += 1
    return {
        "acts": [times[stage] for stage in STAGES],
        "people": [sum(stage in found for found in firsts.values()) for stage in STAGES],
        "went": [len(went[after]) for after in STAGES[1:]],
        "medians": [int(median(went[after])) if went[after] else None for after in STAGES[1:]],
        "channels": channels,
    }


def measured(scope, zone):
    loop = measure_loop(scope, zone)
    went = [step.went for step in loop.steps]
    return {
        "acts": [stage.acts for stage in loop.stages],
        "people": [stage.people for stage in loop.stages],
        "went": went,
        "medians": [step.median_seconds for step in loop.steps],
        "channels": Counter({source.link_id: source.people for source in loop.sources if source.people}),
    }, loop.steps[0].by_acts


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Berlin", "America/New_York"])
def test_figures_are_those_of_a_plain_replay(house, tenant, seed, zone):
    acts, known = house(seed)
    zone = ZoneInfo(zone)
    period = {"start": MARCH + timedelta(days=9), "end": MARCH + timedelta(days=31)}
    segment = select(Act.person_id).where(Act.person_id.in_(known["people"][:10]))
    ids = [("all", None), ("link", known["links"][0]), ("segment", None), ("person", known["people"][3])]

    with tenant.scope():
        for kind, scope_id in ids:
            for when in ({}, period):
                scope = Scope(kind=kind, id=scope_id, people=segment if kind == "segment" else None, **when)
                found, by_acts = measured(scope, zone)
                expected = replay(acts, scope, zone, known)
                if by_acts:
                    expected["went"][0] = expected["acts"][1]
                assert (kind, when, found) == (kind, when, expected)


def test_the_number_of_statements_depends_on_nothing(house, tenant):
    def statements(scope):
        sent = []
        event.listen(Engine, "before_cursor_execute", count := lambda *args: sent.append(args[2]))
        measure_loop(scope, ZoneInfo("Asia/Shanghai"))
        event.remove(Engine, "before_cursor_execute", count)
        return len([statement for statement in sent if statement.startswith(("SELECT", "WITH"))])

    with tenant.scope():
        before = statements(Scope())
    house(1)
    with tenant.scope():
        assert (before, statements(Scope())) == (2, 2)


def test_coming_back_on_the_same_day_is_one_visit_and_the_next_day_a_second(tenant):
    person = uuid.uuid4()
    evening = datetime(2026, 5, 1, 15, 50, tzinfo=UTC)  # ten to midnight in Shanghai
    with tenant.scope():
        for minutes in (0, 5, 20):
            at = evening + timedelta(minutes=minutes)
            db.session.add(Act(stage="order", verb="visit", person_id=person, at=at))
        db.session.commit()
        loop = measure_loop(Scope(), ZoneInfo("Asia/Shanghai"))

    figures = {stage.stage: (stage.acts, stage.people) for stage in loop.stages}
    assert (figures["order"], figures["repeat"]) == ((3, 1), (1, 1))


def test_nothing_is_measured_as_nothing(tenant):
    with tenant.scope():
        loop = measure_loop(Scope(), ZoneInfo("Asia/Shanghai"))

    assert loop.is_empty
    assert [step.share for step in loop.steps] == [None] * 5
    assert loop.narrowest is None
