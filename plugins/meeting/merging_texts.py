"""Two people changed one text: changes in different places go together, others are put side by side.

A three-way merge by lines, after Khanna, Kunal and Pierce, "A Formal Investigation of Diff3" (2007): lines
that all three versions have are where they are cut; in each part between, whoever changed something is right,
and where both did, both versions stay. (The package merge3 does the same, under the GPL.)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Lines = Sequence[str]


@dataclass(frozen=True, slots=True)
class Clash:
    """One place that both changed, below `heading` ("" before the first one)."""

    heading: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """`text` has what both wrote; in the place of a clash mine stands first, and theirs below it."""

    text: str
    clashes: tuple[Clash, ...]


def merge_texts(base: str, mine: str, theirs: str) -> Merged:
    """Bring together two texts that were both made from `base`.

    Every line that either added is in the text; a line is gone only where somebody took it out of a place
    that the other left alone.
    """
    lines: list[str] = []
    clashes: list[Clash] = []
    for before, ours, others in _parts(_lines(base), _lines(mine), _lines(theirs)):
        if others in (ours, before):
            lines += ours
        elif ours == before:
            lines += others
        else:
            clashes.append(Clash(_heading(lines), "\n".join(ours), "\n".join(others)))
            lines += [*ours, *(line for line in others if line not in ours)]
    return Merged("\n".join(lines), tuple(clashes))


def tidy_text(text: str) -> str:
    """A text as it is kept: lines end as on Unix, with nothing behind their last word or the last line."""
    return "\n".join(line.rstrip() for line in text.splitlines()).rstrip()


def _parts(base: Lines, mine: Lines, theirs: Lines) -> Iterator[tuple[Lines, Lines, Lines]]:
    """The three texts cut at the lines that all have; each such line is a part of its own."""
    in_mine, in_theirs = _places(base, mine), _places(base, theirs)
    b = m = t = 0
    for place in sorted(in_mine.keys() & in_theirs.keys()):
        yield base[b:place], mine[m : in_mine[place]], theirs[t : in_theirs[place]]
        yield (base[place : place + 1],) * 3
        b, m, t = place + 1, in_mine[place] + 1, in_theirs[place] + 1
    yield base[b:], mine[m:], theirs[t:]


def _places(base: Lines, other: Lines) -> dict[int, int]:
    """Where lines of `base` stand in `other`."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _heading(lines: Lines) -> str:
    found = (line.lstrip("# ") for line in reversed(lines) if line.startswith("#"))
    return next(found, "")


def _lines(text: str) -> Lines:
    return tidy_text(text).split("\n")
