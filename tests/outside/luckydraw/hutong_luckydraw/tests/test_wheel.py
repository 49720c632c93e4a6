"""The wheel stops where what was hit is under the pointer, whatever the odds."""

from math import isclose

import pytest
from hutong_luckydraw.models import Prize
from hutong_luckydraw.wheel import sectors_of, turned_to
from uuid6 import uuid7


def prize(wins, tries, **more):
    return Prize(id=uuid7(), icon="gift", wins=wins, tries=tries, **{"stock": 5, "won": 0} | more)


@pytest.mark.parametrize("odds", [[(1, 1)], [(1, 1000)], [(1, 50), (1, 6), (1, 5)], [(1, 12)] * 12])
def test_what_was_hit_is_under_the_pointer(odds):
    prizes = [prize(*one) for one in odds]
    sectors = sectors_of(prizes, is_consoled=True)

    for hit in (*(one.id for one in prizes), None):
        sector = next(sector for sector in sectors if sector.prize_id == hit)
        assert isclose(sector.middle * 360 + turned_to(sectors, hit), 0, abs_tol=0.01)


def test_the_consolation_has_a_part_only_where_a_draw_can_hit_it():
    sure, gone = prize(1, 1), prize(1, 1, won=5)

    assert [sector.prize_id for sector in sectors_of([sure])] == [sure.id]
    assert [sector.prize_id for sector in sectors_of([gone])] == [gone.id, None]
