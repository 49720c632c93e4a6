"""The wheel as a picture: a sector for each prize and one for the consolation; what was hit is on top.

The picture is play. Sectors are as wide as their odds where that can be seen at all (a rare prize has one all
the same); the odds stand beside it in words, and what is won was decided before it turns.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from hutong_luckydraw.models import Prize
from hutong_luckydraw.odds import total_odds

NARROWEST = 0.09
"""Of the whole: a sector that an icon still fits into."""
RADIUS, ICON = 95.0, 64.0
COLOURS = 5


@dataclass(frozen=True, slots=True)
class Sector:
    """A part of the wheel. `colour` 0 is the consolation's."""

    path: str
    x: float
    y: float
    icon: str
    colour: int
    middle: float
    prize_id: uuid.UUID | None


def sectors_of(prizes: Sequence[Prize], *, is_consoled: bool = False) -> list[Sector]:
    """The parts of the wheel, clockwise from the top; the consolation comes last, where a draw can hit it.

    `is_consoled`: one did, though by now it cannot.
    """
    rest = float(1 - total_odds(prizes))
    parts: list[tuple[str, int, uuid.UUID | None, float]] = [
        (prize.icon, index % COLOURS + 1, prize.id, prize.wins / prize.tries)
        for index, prize in enumerate(prizes)
    ]
    if rest > 0 or is_consoled or any(prize.won >= prize.stock for prize in prizes):
        parts.append(("heart", 0, None, rest))
    widths = [max(odds, NARROWEST) for *_drawn, odds in parts]
    at, found = 0.0, []
    for (icon, colour, prize_id, _odds), width in zip(parts, widths, strict=True):
        share = width / sum(widths)
        found.append(_sector(at, share, icon, colour, prize_id))
        at += share
    return found


def turned_to(sectors: Sequence[Sector], prize_id: uuid.UUID | None) -> float:
    """By how many degrees the wheel is turned so that the pointer at the top shows what was hit."""
    hit = next((sector for sector in sectors if sector.prize_id == prize_id), sectors[-1])
    return round(-hit.middle * 360, 2)


def _sector(at: float, share: float, icon: str, colour: int, prize_id: uuid.UUID | None) -> Sector:
    middle = at + share / 2
    x, y = _point(middle, ICON)
    share = min(share, 0.9999)  # an arc that ends where it begins is none
    (from_x, from_y), (to_x, to_y) = _point(at, RADIUS), _point(at + share, RADIUS)
    is_wide = 1 if share > 0.5 else 0
    path = f"M100 100L{from_x} {from_y}A{RADIUS:g} {RADIUS:g} 0 {is_wide} 1 {to_x} {to_y}Z"
    return Sector(path, x, y, icon, colour, middle, prize_id)


def _point(turn: float, radius: float) -> tuple[float, float]:
    angle = turn * 2 * pi
    return round(100 + radius * sin(angle), 2), round(100 - radius * cos(angle), 2)
