"""What a promotion can cost: at most, and probably. Pure arithmetic over an owner's guesses.

A step has a cap ``k``, a cost ``c`` for each coupon that is used, money ``m`` that the customer pays with it,
and two guesses. For the first step: of ``n`` people who see the offer, each takes it with probability ``p``,
and each coupon that was taken is used with probability ``r``. A later step is issued once for each use of the
step before, so there ``n`` is the number used before and ``p`` = 1 (unless the owner guesses less)::

    taken_i = min(k_i, Binomial(n_i, p_i))      used_i = Binomial(taken_i, r_i)      n_(i+1) = used_i
    cost = Σ used_i · c_i                       paid = Σ used_i · m_i

At most: every coupon there is, is used: ``Σ c_i · min(k_i, k_(i-1), …)``, without a bound where no step has a
cap. Probably: ``ROUNDS`` rounds of the above are drawn with a fixed seed, so that the same guesses give the
same answer; the mean of the rounds, and the range between the 5th and the 95th of a hundred (nine of ten
rounds). A binomial is drawn exactly by inversion while its variance is below 25, else by the normal
distribution with the same mean and variance, rounded and cut at 0 and n.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

ROUNDS = 2000
SEED = 20261122


@dataclass(frozen=True, slots=True)
class Guess:
    """One step: its cap (None: none), what a use costs and brings, and the owner's two guesses (0 to 1)."""

    cap: int | None
    cost: int
    paid: int = 0
    take: float = 1.0
    use: float = 1.0


@dataclass(frozen=True, slots=True)
class Range:
    """The mean, and between what nine of ten rounds lie."""

    mean: float
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a promotion costs and brings. `most` is None where nothing limits it."""

    most: int | None
    cost: Range
    paid: Range
    used: tuple[Range, ...]
    taken: tuple[Range, ...]


def forecast(steps: Sequence[Guess], reach: int, *, seed: int = SEED) -> Forecast:
    """What `steps` cost when `reach` people see the first of them."""
    dice = random.Random(seed)  # noqa: S311 - a simulation
    rounds = [_round(steps, reach, dice) for _ in range(ROUNDS)]
    uses = [[used for _taken, used in one] for one in rounds]
    return Forecast(
        most=most_cost(steps),
        cost=_range([_sum(one, [step.cost for step in steps]) for one in uses]),
        paid=_range([_sum(one, [step.paid for step in steps]) for one in uses]),
        used=tuple(_range([one[place] for one in uses]) for place in range(len(steps))),
        taken=tuple(_range([one[place][0] for one in rounds]) for place in range(len(steps))),
    )


def most_cost(steps: Sequence[Guess]) -> int | None:
    """What it costs if every coupon that the caps allow is used; None where no cap bounds what costs."""
    bound: int | None = None
    total = 0
    for step in steps:
        bound = step.cap if bound is None else bound if step.cap is None else min(bound, step.cap)
        if bound is None:
            if step.cost:
                return None
            continue
        total += bound * step.cost
    return total


def draw_binomial(count: int, chance: float, dice: random.Random) -> int:
    """How many of `count` happen, each with `chance`."""
    if count <= 0 or chance <= 0:
        return 0
    if chance >= 1:
        return count
    variance = count * chance * (1 - chance)
    if variance >= 25:
        drawn = round(dice.gauss(count * chance, math.sqrt(variance)))
        return min(max(drawn, 0), count)
    if chance > 0.5:
        return count - draw_binomial(count, 1 - chance, dice)
    return _inverted(count, chance, dice.random())


def _inverted(count: int, chance: float, level: float) -> int:
    """The smallest number whose cumulated probability reaches `level`."""
    weight = math.exp(count * math.log1p(-chance))
    total, number, odds = weight, 0, chance / (1 - chance)
    while total < level and number < count:
        weight *= odds * (count - number) / (number + 1)
        number += 1
        total += weight
    return number


def _round(steps: Sequence[Guess], reach: int, dice: random.Random) -> list[tuple[int, int]]:
    found, people = [], reach
    for step in steps:
        taken = draw_binomial(people, step.take, dice)
        taken = taken if step.cap is None else min(taken, step.cap)
        people = draw_binomial(taken, step.use, dice)
        found.append((taken, people))
    return found


def _sum(counts: Sequence[int], values: Sequence[int]) -> int:
    return sum(count * value for count, value in zip(counts, values, strict=True))


def _range(values: Sequence[int]) -> Range:
    ordered = sorted(values)
    last = len(ordered) - 1
    return Range(sum(ordered) / len(ordered), ordered[round(last * 0.05)], ordered[round(last * 0.95)])
