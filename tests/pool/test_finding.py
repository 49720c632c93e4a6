"""Who is found by which rules; another tenant's people, tags and links are nobody's."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from core.database import db
from core.people.models import Person
from core.pool.finding import FEW, PAGE, find_people, page_of, people_matching
from core.pool.rules import Did, Rules

pytestmark = pytest.mark.both_databases
UTC_ZONE = ZoneInfo("UTC")


def found(tenant, crowd, **rules):
    """Names of the fixture's people that are found."""
    with tenant.scope():
        ids = set(db.session.scalars(people_matching(Rules(**rules), UTC_ZONE)))
    return {name for name in ("wang", "shan", "anna", "gone") if crowd[name] in ids}


def day_before(days):
    return (datetime.now(UTC) - timedelta(days=days)).date()


def test_people_are_found_by_each_rule(tenant, crowd):
    visited = Did(plugin="club", verb="visit")
    cases = [
        ({}, {"wang", "shan", "anna"}),
        ({"q": "小明"}, {"wang"}),
        ({"q": "wangxiaoming"}, {"wang"}),
        ({"q": "SXH"}, {"shan"}),
        ({"q": "anna zh"}, {"anna"}),
        ({"q": "0013-8000"}, {"wang"}),
        ({"q": "hong@"}, {"shan"}),
        ({"q": "a-17"}, {"anna"}),
        ({"q": "100%"}, set()),
        ({"role": ("contact",)}, {"wang", "anna"}),
        ({"tag": (crowd["regular"],)}, {"wang", "shan"}),
        ({"not_tag": (crowd["regular"],)}, {"anna"}),
        ({"via": (crowd["link"],)}, {"wang", "anna"}),
        ({"joined_days": 60}, {"shan", "anna"}),
        ({"joined_from": day_before(50), "joined_until": day_before(50)}, {"shan"}),
        ({"active_days": 30}, {"shan", "anna"}),
        ({"silent_days": 30}, {"wang"}),
        ({"stage": "order"}, {"wang", "shan"}),
        ({"stage": "order", "not_stage": "service"}, {"wang"}),
        ({"stage": "repeat"}, {"wang"}),
        ({"did": (visited,)}, {"wang", "shan"}),
        ({"did": (visited.model_copy(update={"days": 60}),)}, {"shan"}),
        ({"did_not": (visited,)}, {"anna"}),
        ({"did": (Did(plugin="survey", verb="visit"),)}, set()),
        ({"tag": (crowd["regular"],), "silent_days": 30, "role": ("contact", "member")}, {"wang"}),
    ]

    assert [found(tenant, crowd, **rules) for rules, _who in cases] == [who for _rules, who in cases]


def test_what_is_typed_finds_people_by_name_who_waits_for_a_seat_too(tenant, crowd):
    with tenant.scope():
        db.session.add(Person(name="Anna Alt", state="waiting"))
        db.session.commit()
        assert [person.name for person in find_people("an")] == ["Anna Alt", "Anna Zhou", "单小红", "王小明"]
        assert [person.id for person in find_people("xiaoming")] == [crowd["wang"]]
        assert len(find_people("", most=2)) == 2


def test_another_tenants_people_tags_and_links_are_nobodys(tenant, other_tenant, crowd):
    assert found(other_tenant, crowd) == set()
    assert found(other_tenant, crowd, tag=(crowd["regular"],)) == set()
    with other_tenant.scope():
        db.session.add(Person(name="theirs", share_link_id=crowd["link"]))
        db.session.commit()
        assert find_people("小明") == []
    assert found(tenant, crowd, via=(crowd["link"],)) == {"wang", "anna"}


@pytest.mark.parametrize("count", [0, FEW + 1])
@pytest.mark.parametrize("sort", ["new", "old", "name"])
def test_turning_over_shows_everybody_once_in_both_directions(tenant, sort, count):
    with tenant.scope():
        moment = datetime(2026, 5, 1, tzinfo=UTC)
        db.session.add_all(Person(name=f"n{number % 7}", joined_at=moment) for number in range(2 * PAGE + 3))
        db.session.commit()
        ids = people_matching(Rules(), UTC_ZONE)

        first = page_of(ids, sort, count=count)
        second = page_of(ids, sort, count=count, after=first.after)
        third = page_of(ids, sort, count=count, after=second.after)
        back = page_of(ids, sort, count=count, before=third.before)
        everybody = set(db.session.scalars(select(Person.id)))

    assert [len(page.people) for page in (first, second, third)] == [PAGE, PAGE, 3]
    assert {person.id for page in (first, second, third) for person in page.people} == everybody
    assert [person.id for person in back.people] == [person.id for person in second.people]
    assert (first.before, third.after) == (None, None)


def test_rules_survive_an_address_and_a_segment_and_what_is_unreadable_is_left_out(crowd):
    rules = Rules(
        q="wxm", role=("member", "staff"), tag=(crowd["regular"],), joined_days=30,
        did=(Did(plugin="club", verb="visit", days=30), Did(verb="join")),
    )  # fmt: skip

    assert Rules.of_arguments(MultiDict(rules.arguments()).to_dict(flat=False)) == rules
    assert Rules.model_validate(rules.stored()) == rules
    wrong = {
        "role": ["king", "member"],
        "tag": ["x"],
        "joined_days": ["-1"],
        "did": ["Club.<>", ".join~soon"],
    }
    assert Rules.of_arguments(wrong) == Rules(role=("member",))
    backwards = {"joined_from": ["2026-05-02"], "joined_until": ["2026-05-01"]}
    assert Rules.of_arguments(backwards).joined_until is None
