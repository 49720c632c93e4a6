"""What is promised is what comes: exactly over all points of the wheel, and over many draws."""

import inspect
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from secrets import SystemRandom

import pytest
from hutong_luckydraw.drawing import take_turn
from hutong_luckydraw.odds import SYSTEM, hit, total_odds

DRAWS = 20_000
BOUND = 16.27
"""Chi-square with three degrees of freedom is larger than this once in a thousand."""


@dataclass(frozen=True)
class Promise:
    wins: int
    tries: int


PRIZES = [Promise(1, 1000), Promise(1, 20), Promise(3, 10)]
REST = 1 - Fraction(351, 1000)


class EachPoint(Random):
    """Gives every point of the wheel once, one after the other."""

    point = -1

    def randrange(self, whole):
        self.whole, self.point = whole, self.point + 1
        return self.point


def surprise(found):
    """Chi-square of what was found against what was promised."""
    promised = {prize: Fraction(prize.wins, prize.tries) for prize in PRIZES} | {None: REST}
    return float(sum((found[key] - odds * DRAWS) ** 2 / (odds * DRAWS) for key, odds in promised.items()))


def test_over_all_points_of_the_wheel_each_prize_is_hit_exactly_as_promised():
    chance = EachPoint()
    found = Counter([hit(PRIZES, chance)])
    found.update(hit(PRIZES, chance) for _point in range(chance.whole - 1))

    assert {prize: Fraction(found[prize], chance.whole) for prize in (*PRIZES, None)} == {
        PRIZES[0]: Fraction(1, 1000),
        PRIZES[1]: Fraction(1, 20),
        PRIZES[2]: Fraction(3, 10),
        None: REST,
    }


def test_over_many_draws_the_odds_are_kept():
    chance = Random(20261122)

    found = Counter(hit(PRIZES, chance) for _draw in range(DRAWS))

    assert surprise(found) < BOUND


def test_a_draw_that_favours_one_prize_a_little_would_be_noticed():
    chance = Random(20261122)
    tilted = [PRIZES[0], Promise(3, 50), PRIZES[2]]
    found = Counter(hit(tilted, chance) for _draw in range(DRAWS))
    found[PRIZES[1]] = found.pop(tilted[1])

    assert surprise(found) > BOUND


def test_in_a_shop_nobody_can_say_what_comes_next():
    assert inspect.signature(take_turn).parameters["chance"].default is SYSTEM
    assert type(SYSTEM) is SystemRandom


def test_what_promises_too_much_is_never_drawn():
    prizes = [Promise(2, 3), Promise(1, 2)]

    assert total_odds(prizes) == Fraction(7, 6)
    with pytest.raises(ValueError, match="more than there is"):
        hit(prizes)


def test_without_prizes_everybody_is_consoled():
    assert hit([]) is None
