"""Keys that cost something: how many may wait for one."""

import threading

import pytest

from core import keys
from core.keys import StretchingBusyError, stretch

COST = "m=1024,t=1"


def test_so_many_wait_and_the_next_is_sent_away_in_words(app, monkeypatch):
    monkeypatch.setattr(keys, "_places", threading.BoundedSemaphore(1))
    assert len(stretch(b"a", b"s" * 16, cost=COST)) == 32
    with keys._places, pytest.raises(StretchingBusyError) as busy:
        stretch(b"a", b"s" * 16, cost=COST)
    assert stretch(b"a", b"s" * 16, cost=COST)
    with app.test_request_context("/?lang=en"):
        page, status, _headers = app.handle_user_exception(busy.value)
    assert (status, "That was a lot at once" in page) == (503, True)


def test_a_cost_that_is_none_takes_no_place(monkeypatch):
    monkeypatch.setattr(keys, "_places", threading.BoundedSemaphore(1))
    with pytest.raises(ValueError, match="free"):
        stretch(b"a", b"s" * 16, cost="free")
    assert stretch(b"a", b"s" * 16, cost=COST)
