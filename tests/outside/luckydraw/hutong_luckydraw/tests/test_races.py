"""Many at once: the last prizes, one customer with many forms, one form, one prize at many counters."""

import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from hutong_luckydraw.drawing import hand_out, take_turn
from hutong_luckydraw.errors import DrawError
from hutong_luckydraw.queries import Player, draw_by_id, turn_by_code
from hutong_luckydraw.testing import make_draw, make_prize, make_turn

from hutong import db

CROWD = 64
pytestmark = pytest.mark.both_databases


@pytest.fixture
def all_at_once(tenant):
    """Do something in 64 threads, each in a transaction of its own, all let go in the same moment."""

    def run(task):
        start = threading.Barrier(CROWD)

        def one(number):
            start.wait(60)
            with tenant.scope():
                try:
                    answer = task(number)
                    db.session.commit()
                except DrawError as refused:
                    db.session.rollback()
                    return type(refused).__name__
                return answer

        with ThreadPoolExecutor(CROWD) as crowd:
            return Counter(crowd.map(one, range(CROWD)))

    return run


def opened(tenant, *, stock=7, **more):
    """A draw that hits its only prize each time."""
    with tenant.scope():
        draw = make_draw(prizes=0, state="draft", **more)
        make_prize(draw, stock=stock)
        draw.state = "open"
        db.session.commit()
        return draw.id


def drawn(draw_id, player, form_key):
    turn = take_turn(draw_by_id(draw_id), player, form_key=form_key)
    return "won" if turn.prize_id else "consoled"


def test_the_last_prizes_go_to_as_many_and_no_more(tenant, all_at_once, books):
    draw_id = opened(tenant)

    found = all_at_once(lambda number: drawn(draw_id, Player(phone_hash=f"phone {number}"), f"form {number}"))

    assert found == {"won": 7, "consoled": CROWD - 7}
    assert books(draw_id) == (CROWD, 7, 0, [7])


def test_one_customer_with_many_forms_draws_as_often_as_allowed(tenant, all_at_once, books):
    draw_id = opened(tenant, stock=CROWD, per_person=3)

    found = all_at_once(lambda number: drawn(draw_id, Player(phone_hash="one phone"), f"form {number}"))

    assert found == {"won": 3, "AllDrawnError": CROWD - 3}
    assert books(draw_id) == (3, 3, 0, [3])


def test_one_form_sent_many_times_is_one_draw(tenant, all_at_once, books):
    draw_id = opened(tenant, stock=CROWD, per_person=0)

    found = all_at_once(lambda _number: drawn(draw_id, Player(phone_hash="one phone"), "one form"))

    assert found == {"won": CROWD}
    assert books(draw_id) == (1, 1, 0, [1])


def test_one_prize_at_many_counters_is_handed_out_once(tenant, all_at_once, books):
    draw_id = opened(tenant)
    with tenant.scope():
        code = make_turn(draw_by_id(draw_id)).code
        db.session.commit()

    found = all_at_once(lambda _number: hand_out(turn_by_code(code), uuid.uuid4()))

    assert found == {None: 1, "HandedOutError": CROWD - 1}
    assert books(draw_id) == (1, 1, 1, [1])
