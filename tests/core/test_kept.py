"""What is kept is made once, and again when the clock overtakes it."""

from datetime import UTC, datetime, timedelta

import time_machine

from core.kept import Kept, changes_at, made_until

NOON = datetime(2026, 5, 31, 12, 0, tzinfo=UTC)


def test_what_names_no_moment_is_made_once():
    kept, made = Kept(2), []

    for _ in range(2):
        kept.get("a", lambda: made.append("a"))

    assert made == ["a"]


def test_the_one_not_used_for_longest_goes_first():
    kept = Kept(2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, key.upper)

    assert [kept.get(key, lambda: "anew") for key in ("c", "a", "b")] == ["C", "A", "anew"]


def test_the_earliest_moment_ends_it_for_all_that_was_made_with_it():
    inner, outer, made = Kept(2), Kept(2), []

    def part():
        changes_at(NOON + timedelta(hours=2))
        changes_at(NOON + timedelta(hours=1))
        changes_at(None)
        made.append("part")

    def whole():
        inner.get("part", part)
        made.append("whole")

    def page():
        inner.get("part", part)
        made.append("page")

    with time_machine.travel(NOON, tick=False) as clock:
        outer.get("whole", whole)
        outer.get("page", page)
        clock.move_to(NOON + timedelta(minutes=59))
        outer.get("whole", whole)
        outer.get("page", page)
        assert made == ["part", "whole", "page"]
        clock.move_to(NOON + timedelta(hours=1))
        outer.get("page", page)
        assert made == ["part", "whole", "page", "part", "page"]


def test_moments_named_outside_of_a_making_concern_nobody():
    changes_at(NOON)

    assert made_until(lambda: "lasting") == ("lasting", None)
