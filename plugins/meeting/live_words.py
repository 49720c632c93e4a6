"""Words for a cloud: how they are taken from what was typed, and where each stands in the picture.

No dictionary cuts Chinese here: what somebody types as a word is one, up to twelve characters of Han. The
picture is the same for the same words, and none lies on another; `cloud` is pure arithmetic.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plugins.meeting.live_room import WordsError

WORDS = 3
LONGEST = 20
LONGEST_HAN = 12
WIDTH, HEIGHT = 1000, 540
SMALLEST, LARGEST = 26, 130
MOST = 60
"""Words in a picture; the table beside it has them all."""
_BETWEEN = re.compile(r"[,;，；、。！？!?|/\n\r\t]+")
_HAN = re.compile(r"[㐀-鿿豈-﫿々]")
_BETWEEN_HAN = re.compile(r"(?<=[㐀-鿿々])\s+(?=[㐀-鿿々])")
_GAP = 8
_FILLED = 0.45
"""The share of the picture that words may cover before all are drawn smaller."""


def clean_words(typed: Iterable[str], *, many: bool) -> list[str]:
    """Words as they are counted: width and spaces folded, each once. Punctuation parts them, spaces part Han.

    Raises `WordsError`: ``empty``, ``many`` or ``long``.
    """
    found: dict[str, str] = {}
    for text in typed:
        plain = unicodedata.normalize("NFKC", text)
        for piece in _BETWEEN.split(_BETWEEN_HAN.sub("\n", plain)):
            word = " ".join(piece.split()).strip("\"'“”‘’()（）.·-—#")
            if word:
                found.setdefault(word.casefold(), word)
    words = list(found.values())
    if not words:
        raise WordsError("empty")
    limit = WORDS if many else 1
    if len(words) > limit:
        raise WordsError("many", limit)
    for word in words:
        longest = LONGEST_HAN if len(_HAN.findall(word)) > len(word) / 2 else LONGEST
        if len(word) > longest:
            raise WordsError("long", longest)
    return words


@dataclass(frozen=True, slots=True)
class Placed:
    """A word in the picture: its middle, its height, and its shade from 0 (the most) to 3."""

    word: str
    count: int
    x: float
    y: float
    size: float
    tone: int

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        half_width, half_height = _width(self.word) * self.size / 2, self.size * 0.6
        return (self.x - half_width, self.y - half_height, self.x + half_width, self.y + half_height)


def cloud(counts: Sequence[tuple[str, int]]) -> list[Placed]:
    """Where each word stands, the commonest in the middle; one that finds no room is left to the table."""
    words = list(counts[:MOST])
    if not words:
        return []
    sizes = _sizes(words)
    placed: list[Placed] = []
    for place, ((word, count), size) in enumerate(zip(words, sizes, strict=True)):
        tone = min(3, place * 4 // max(4, len(words)))
        for smaller in (1, 0.8, 0.6):
            spot = _spot(word, size * smaller, [one.box for one in placed])
            if spot is not None:
                placed.append(Placed(word, count, *spot, round(size * smaller, 1), tone))
                break
    return placed


def _sizes(words: Sequence[tuple[str, int]]) -> list[float]:
    most = words[0][1]
    sizes = [
        min(max(SMALLEST, LARGEST * math.sqrt(count / most)), WIDTH * 0.9 / _width(word))
        for word, count in words
    ]
    covered = sum(_width(word) * size * size * 1.2 for (word, _count), size in zip(words, sizes, strict=True))
    shrink = min(1.0, math.sqrt(_FILLED * WIDTH * HEIGHT / covered))
    return [max(SMALLEST * 0.6, size * shrink) for size in sizes]


def _spot(
    word: str, size: float, taken: Sequence[tuple[float, float, float, float]]
) -> tuple[float, float] | None:
    """The nearest free place on a spiral from the middle outwards."""
    half_width, half_height = _width(word) * size / 2 + _GAP / 2, size * 0.6 + _GAP / 2
    for step in range(900):
        angle, reach = 0.5 * math.sqrt(step) * 2.4, 9.5 * math.sqrt(step)
        x, y = WIDTH / 2 + 1.75 * reach * math.cos(angle), HEIGHT / 2 + reach * math.sin(angle)
        left, top, right, bottom = x - half_width, y - half_height, x + half_width, y + half_height
        if left < 0 or top < 0 or right > WIDTH or bottom > HEIGHT:
            continue
        if all(right <= box[0] or left >= box[2] or bottom <= box[1] or top >= box[3] for box in taken):
            return round(x, 1), round(y, 1)
    return None


def _width(word: str) -> float:
    """The width of a word in heights, on the safe side."""
    return sum(
        1.04
        if unicodedata.east_asian_width(mark) in "WF"
        else 0.92
        if mark in "mwMW@%"
        else 0.76
        if mark.isupper()
        else 0.62
        for mark in word
    )
