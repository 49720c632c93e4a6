"""Which prize a draw hits. Exact: odds are whole numbers, "1 of 20", and are never rounded.

Every prize has its own part of the wheel, as large as its odds; what is left is the consolation. A prize that
has run out keeps its part, which then leads to the consolation: the odds of the others stay as promised.
"""

import secrets
from collections.abc import Iterable
from fractions import Fraction
from math import lcm
from random import Random
from typing import Protocol, TypeVar

SYSTEM = secrets.SystemRandom()
"""What draws in a shop: nobody can say what comes next, whatever they have seen."""


class HasOdds(Protocol):
    """Wins `wins` of `tries` draws in the long run."""

    @property
    def wins(self) -> int: ...
    @property
    def tries(self) -> int: ...


Sector = TypeVar("Sector", bound=HasOdds)


def total_odds(prizes: Iterable[HasOdds]) -> Fraction:
    """How much the prizes promise together; more than 1 cannot be kept."""
    return sum((Fraction(prize.wins, prize.tries) for prize in prizes), Fraction())


def hit(prizes: Iterable[Sector], chance: Random = SYSTEM) -> Sector | None:
    """The prize that a draw hits, in stock or not; None for the consolation.

    Raises `ValueError` where the prizes promise more than there is.
    """
    sectors = list(prizes)
    if total_odds(sectors) > 1:
        msg = "the prizes promise more than there is"
        raise ValueError(msg)
    whole = lcm(*(prize.tries for prize in sectors))
    point = chance.randrange(whole)
    for prize in sectors:
        point -= prize.wins * (whole // prize.tries)
        if point < 0:
            return prize
    return None
