"""Counting tries: windows end, what has ended is forgotten, and no thread is started for it."""

import threading
from datetime import UTC, datetime

import pytest
from limits import parse
from limits.strategies import FixedWindowRateLimiter

from core.accounts.tries import TIDIED_EVERY, Tries


@pytest.mark.time_machine(datetime(2037, 5, 22, tzinfo=UTC), tick=False)
def test_a_window_lets_so_many_through_until_it_ends(time_machine):
    tries, before = Tries(), threading.active_count()
    limiter, limit = FixedWindowRateLimiter(tries), parse("2 per 30 seconds")

    assert [limiter.hit(limit, "a") for _ in range(3)] == [True, True, False]
    assert (limiter.hit(limit, "b"), limiter.test(limit, "a"), limiter.test(limit, "b")) == (
        True,
        False,
        True,
    )
    time_machine.shift(31)
    assert (limiter.test(limit, "a"), limiter.hit(limit, "a")) == (True, True)
    time_machine.shift(TIDIED_EVERY)
    assert (limiter.hit(limit, "b"), tries.reset(), tries.reset()) == (True, 1, 0)
    assert threading.active_count() == before
