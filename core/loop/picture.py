"""The loop drawn as a lane with six gates: it is as wide as many people pass.

One picture, 288 wide, so that its type keeps its size on a phone of 360. Widths are by the square root, so
that a few people beside many still have a lane to walk on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from core.acts.words import STAGE_NAMES
from core.i18n import gettext as _, ngettext
from core.loop.queries import Loop, StageFigures, Step
from core.loop.words import share_in_words, time_in_words

LANE = 96
"""Where the middle of the lane lies."""
TOP, GAP = 34, 108
MOUTH, WIDEST, NARROWEST = 42.0, 32.0, 3.0
"""Widths of the lane: where people see the business, where all of those known pass, where one does."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A stage: its place, how wide the lane is there, and its words; nobody opens its two leaves in vain."""

    y: int
    name: str
    people: str
    acts: str
    width: float
    is_open: bool


@dataclass(frozen=True, slots=True)
class Way:
    """The lane between two gates: its outline, and what is said beside it."""

    outline: str
    y: int
    share: str
    time: str
    is_narrowest: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything the template draws."""

    gates: Sequence[Gate]
    ways: Sequence[Way]
    height: int
    lane: int = LANE


def draw(loop: Loop) -> Picture:
    """The picture of a loop."""
    is_one = not any(step.by_acts for step in loop.steps) and max(s.people for s in loop.stages) <= 1
    most = max(stage.people for stage in loop.stages) or 1
    mouth, *rest = loop.stages
    widths = [MOUTH if mouth.acts else 0.0, *(_width(stage.people, most) for stage in rest)]
    gates = [
        Gate(
            y=TOP + number * GAP,
            name=str(STAGE_NAMES[stage.stage]),
            people=_times(stage) if is_one or (stage.acts and not stage.people) else _people(stage),
            acts=_times(stage) if stage.people and not is_one else "",
            width=widths[number],
            is_open=bool(stage.acts),
        )
        for number, stage in enumerate(loop.stages)
    ]
    narrowest = loop.narrowest
    ways = [
        _way(step, gates[number], gates[number + 1], is_narrowest=step is narrowest)
        for number, step in enumerate(loop.steps)
    ]
    return Picture(gates, ways, height=gates[-1].y + 66)


def spoken(loop: Loop) -> str:
    """The picture's numbers as one sentence for each stage."""
    return _("; ").join(
        _(
            "%(stage)s: %(people)s, %(acts)s",
            stage=STAGE_NAMES[stage.stage],
            people=_people(stage),
            acts=_times(stage),
        )
        for stage in loop.stages
    )


def _people(stage: StageFigures) -> str:
    return ngettext("%(num)s person", "%(num)s people", stage.people)


def _times(stage: StageFigures) -> str:
    return ngettext("once", "%(num)s times", stage.acts)


def _width(people: int, most: int) -> float:
    return max(NARROWEST, WIDEST * sqrt(people / most)) if people else 0.0


def _way(step: Step, before: Gate, after: Gate, *, is_narrowest: bool) -> Way:
    top, bottom = before.y + 30, after.y - 24
    left, right = LANE - before.width / 2, LANE + before.width / 2
    low_left, low_right = LANE - after.width / 2, LANE + after.width / 2
    middle = (top + bottom) / 2
    outline = (
        f"M{left:.1f} {top}C{left:.1f} {middle:.1f} {low_left:.1f} {middle:.1f} {low_left:.1f} {bottom}"
        f"H{low_right:.1f}C{low_right:.1f} {middle:.1f} {right:.1f} {middle:.1f} {right:.1f} {top}z"
    )
    return Way(
        outline=outline if before.width and after.width else "",
        y=round(middle),
        share=share_in_words(step),
        time=time_in_words(step),
        is_narrowest=is_narrowest,
    )
