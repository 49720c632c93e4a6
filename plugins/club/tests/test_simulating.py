"""What a promotion can cost, at most and probably."""

import math

import pytest

from plugins.club.simulating import Guess, forecast, most_cost


def exact_range(count, chance):
    """5th and 95th percentile of a binomial distribution, by its exact probabilities."""
    total, low = 0.0, None
    for number in range(count + 1):
        total += math.comb(count, number) * chance**number * (1 - chance) ** (count - number)
        if low is None and total >= 0.05:
            low = number
        if total >= 0.95:
            return low, number
    raise AssertionError


def test_at_most_every_coupon_that_the_caps_allow_is_used():
    wash, piece, voucher = Guess(50, 2500), Guess(30, 500), Guess(None, 1000, paid=1000)

    assert most_cost([wash, piece, voucher]) == 50 * 2500 + 30 * 500 + 30 * 1000
    assert most_cost([Guess(None, 0), piece]) == 30 * 500
    assert most_cost([Guess(None, 1), piece]) is None


@pytest.mark.parametrize(("count", "chance"), [(40, 0.2), (400, 0.35), (30, 0.9)])
def test_one_step_without_a_cap_is_a_binomial(count, chance):
    low, high = exact_range(count, chance)

    found = forecast([Guess(None, 100, take=chance)], count)

    assert abs(found.cost.mean - 100 * count * chance) < 100 * count * chance * 0.02
    assert (abs(found.cost.low - 100 * low) <= 100, abs(found.cost.high - 100 * high) <= 100) == (True, True)


def test_the_chain_is_followed_and_its_caps_hold():
    steps = [
        Guess(50, 2000, take=0.5, use=0.8),
        Guess(30, 500, use=0.5),
        Guess(None, 1000, paid=1000, use=0.4),
    ]

    found = forecast(steps, 1000)

    assert [step.high for step in found.taken[:2]] == [50, 30]
    assert [round(step.mean) for step in found.used] == [40, 15, 6]
    assert found.cost.low < found.cost.mean < found.cost.high < found.most
    assert found.paid.mean == pytest.approx(6000, rel=0.02)
    assert forecast(steps, 1000) == found


def test_nobody_who_comes_costs_nothing():
    found = forecast([Guess(50, 2000)], 0)

    assert (found.cost.low, found.cost.high, found.most) == (0, 0, 100000)
