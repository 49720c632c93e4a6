"""A business's content as others may have it: what is declared goes, what is its own becomes a place to fill.

Two walks over what the tools export, led by their declarations (`core/starter_policy.py`). The first gathers
the business's own words where they stand by themselves: its number, street, people. The second writes
everything down again without them, also in running text, and notes what it took out.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from core.database import now
from core.gallery.placeholders import NAME
from core.starter_policy import ByKind, Goes, Shape

BLANKS: Mapping[Goes, tuple[str, str]] = {
    Goes.PHONE: ("phone", "{{phone}}"),
    Goes.EMAIL: ("email", "{{email}}"),
    Goes.SITE: ("site", "{{site}}"),
    Goes.HANDLE: ("handle", "{{handle}}"),
    Goes.ADDRESS: ("address", "{{address}}"),
    Goes.OWNER: ("person", "{{owner}}"),
    Goes.SPEAKER: ("person", "{{speaker}}"),
}
"""What a mark takes out, and what it leaves."""
NOBODY = frozenset(
    {"我们", "店主", "店长", "老板", "掌柜", "主办方", "组委会", "主讲人", "馆长"}
    | {"we", "us", "our team", "the team", "the owner", "speaker"}
)
"""Words for people that name nobody."""
SHORTEST = 2
AHEAD = timedelta(days=14)
"""So far ahead lies the first day of what is applied."""
_PATTERNS = (
    ("site", r"(?:https?://|www\.)[^\s<>()\[\]（）【】《》，。；、！？“”\"']+", "{{site}}"),
    ("email", r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}", "{{email}}"),
)
_DASH = r"\-\u2011–－"
_DATE = rf"(?!(?:19|20)\d\d[{_DASH}](?:\d\d(?:[{_DASH}]\d\d)?|(?:19|20)\d\d)(?!\d))"
_PRICE = rf"(?<![¥￥$€£])(?!\d{{1,5}}[{_DASH}]\d{{1,5}} ?[元块平米㎡])"
_REST = rf"(?<!\d[{_DASH}])(?!(?<=\d[:：.])\d\d(?!\d))"
"""What is left of a date, a time or a price begins no number."""
_EDGE = r"(?:(?<![A-Za-z\d_{])|(?<=[Tt]el)|(?<=TEL))"
"""Chinese has no edges between words: a number may stand right behind a character."""
_BETWEEN = rf"[ \u00a0\u3000()（）{_DASH}]"
_APP = r"(?:(?:微信)?公众|微信|[Vv薇威]信|(?<![A-Za-z])(?i:vx|wx|weixin|wechat))(?i: ?id)?[号群]?"
_QQ = r"(?:(?<![A-Za-z])(?i:qq)|扣扣)[号群]?"
_IS = r"\s?[是为:：]\s{0,3}"
_HANDLE = r"(?!(?i:wechat|weixin|alipay)(?![A-Za-z0-9_\-]))[A-Za-z][A-Za-z0-9_\-]{5,19}"
_LATER = (
    ("phone", r"tel:\+?[\d\-]{3,20}", "tel:{{tel}}"),
    (
        "phone",
        rf"{_EDGE}{_DATE}{_PRICE}{_REST}[+＋]?[(（]?\d(?:{_BETWEEN}{{0,2}}\d){{6,19}}[Xx]?(?![A-Za-z\d])",
        "{{phone}}",
    ),
    ("phone", r"(?<!\d)1[3-9]\d{9}(?!\d)", "{{phone}}"),
    ("phone", rf"{_EDGE}\+\d(?:[./]?{_BETWEEN}?\d){{6,14}}(?![A-Za-z\d])", "{{phone}}"),
    ("phone", rf"{_EDGE}\(?\d{{3,4}}\)?[ .]\d{{3,4}}\.\d{{4}}(?!\d)", "{{phone}}"),
    ("phone", rf"{_EDGE}(?:0\d{{2,3}}[./]\d{{6,8}}|[01]\d{{2,3}}/\d{{3,4}}/\d{{4}})(?!\d)", "{{phone}}"),
    ("phone", rf"{_EDGE}0\d(?:\.\d\d){{4}}(?![.\d])", "{{phone}}"),
    ("handle", rf"{_APP}{_IS}{_HANDLE}", "{{handle}}"),
    (
        "handle",
        rf"{_APP}[搜加\s]{{0,2}}(?:(?<=[信号搜加])|(?<=[信号]\s)|(?=[A-Za-z_\-]*\d)){_HANDLE}",
        "{{handle}}",
    ),
    ("handle", rf"{_QQ}(?:{_IS}|\s{{0,2}})\d{{5,11}}(?!\d)", "{{handle}}"),
)
_BEFORE_HANDLE = re.compile(rf"(?:{_APP}|{_QQ})(?:{_IS}|[搜加\s]{{0,2}})")


@dataclass(frozen=True, slots=True)
class TakenOut:
    """One thing that stays at home: its sort, where it stood, and what it was."""

    sort: str
    place: str
    was: str


@dataclass(slots=True)
class Stripped:
    """What goes, and what was met on the way."""

    contents: dict[str, Any] = field(default_factory=dict)
    drawings: dict[str, str] = field(default_factory=dict)
    photos: list[str] = field(default_factory=list)
    """Codes of the photos that go, each once."""
    keys: set[str] = field(default_factory=set)
    taken_out: list[TakenOut] = field(default_factory=list)


def strip(
    contents: Mapping[str, Any],
    shapes: Mapping[str, Shape],
    *,
    own: Mapping[str, str],
    photos: Collection[str],
) -> Stripped:
    """What of each plugin's `contents` may go. `own`: words of the business, each with its place to fill."""
    words = dict(own)
    for plugin, content in contents.items():
        for mark, value in _leaves(content, shapes.get(plugin, {})):
            for part in _parts(mark, value) if mark in BLANKS else ():
                words.setdefault(part, BLANKS[mark][1])
    found = Stripped()
    walk = _Walk(found, own_words_out(words), frozenset(photos))
    for plugin, content in contents.items():
        walk.since = day_one(content, shapes.get(plugin, {}))
        found.contents[plugin] = walk.value(content, shapes.get(plugin, {}), plugin)
    return found


Blanked = tuple[str, list[tuple[str, str]]]


def own_words_out(words: Mapping[str, str]) -> Callable[[str], Blanked]:
    """A function that takes own words, numbers and addresses out of a text, and says which: sort and word.

    One pass from left to right, so that what was put in is not read again.
    """
    own = sorted((word for word in words if len(word.strip()) >= SHORTEST), key=len, reverse=True)
    rules = [*_PATTERNS, *((_sort_of(words[word]), _whole(word), words[word]) for word in own), *_LATER]
    pattern = re.compile("|".join(f"(?P<r{at}>{rule[1]})" for at, rule in enumerate(rules)))

    def out(text: str) -> Blanked:
        seen: list[tuple[str, str]] = []

        def blank(found: re.Match[str]) -> str:
            sort, _rule, place = rules[int(str(found.lastgroup)[1:])]
            seen.append((sort, found[0]))
            before = _BEFORE_HANDLE.match(found[0]) if sort == "handle" else None
            return f"{before[0]}{place}" if before else place

        return pattern.sub(blank, text), seen

    return out


def _whole(word: str) -> str:
    """The word as such: “Ann” is not in “Annual”; Chinese has no such edges."""
    before = r"(?<![A-Za-z0-9])" if word[0].isascii() and word[0].isalnum() else ""
    after = r"(?![A-Za-z0-9])" if word[-1].isascii() and word[-1].isalnum() else ""
    return f"{before}(?i:{re.escape(word)}){after}"


def _sort_of(place: str) -> str:
    names = {"{{words}}": "words", NAME: "name", **{blank: sort for sort, blank in BLANKS.values()}}
    return names[place]


def day_one(content: Any, shape: Shape) -> date:
    """The day from which a tool's days are counted: today, or whole weeks ago where some would be over."""
    today = now().date()
    days = [day for mark, value in _leaves(content, shape) if mark is Goes.DAYS for day in _days(value)]
    late = (today + AHEAD - min(days)).days if days else 0
    return today - timedelta(weeks=max(0, -(-late // 7)))


def _days(value: Any) -> Iterator[date]:
    """Every ``on`` in a value."""
    if isinstance(value, Mapping):
        if value.get("on"):
            yield _day(value["on"])
        for inner in value.values():
            yield from _days(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _days(inner)


def _day(on: Any) -> date:
    return on if isinstance(on, date) else date.fromisoformat(str(on))


def _leaves(value: Any, shape: Shape) -> Iterator[tuple[Goes, Any]]:
    """Every value that has a mark, with it."""
    if isinstance(shape, Goes):
        yield shape, value
    elif isinstance(shape, list):
        for one in value if isinstance(value, list | tuple) else ():
            yield from _leaves(one, shape[0])
    elif isinstance(value, Mapping):
        inner = shape.shape_of(value) if isinstance(shape, ByKind) else shape
        if isinstance(inner, Goes):
            return
        for name, one in value.items():
            yield from _leaves(one, inner.get(name, Goes.OUT)) if isinstance(inner, Mapping) else ()


def _parts(mark: Goes, value: Any) -> list[str]:
    """What of a marked value is looked for elsewhere: an address line by line, people by name."""
    texts = _texts(value)
    lines = [line for text in texts for line in text.splitlines()] if mark is Goes.ADDRESS else texts
    return [line.strip() for line in lines if not _names_nobody(line)]


def _names_nobody(word: str) -> bool:
    return len(word.strip()) < SHORTEST or word.strip().casefold() in NOBODY


def _texts(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [text for text in value.values() if isinstance(text, str)]
    return [value] if isinstance(value, str) else []


class _Walk:
    """Writes content down again, led by its shape."""

    def __init__(self, found: Stripped, out: Callable[[str], Blanked], photos: frozenset[str]) -> None:
        self.found, self.without_own, self.photos = found, out, photos
        self.since = now().date()

    def value(self, value: Any, shape: Shape, place: str) -> Any:
        """The value as it goes; None where it does not."""
        if isinstance(shape, ByKind):
            return self.value(value, shape.shape_of(value), place) if isinstance(value, Mapping) else None
        if isinstance(shape, Goes):
            return self.leaf(value, shape, place)
        if isinstance(shape, list):
            return self.entries(value, shape, place)
        return self.mapping(value, shape, place)

    def mapping(self, value: Any, shape: Mapping[str, Any], place: str) -> Any:
        if not isinstance(value, Mapping):
            return self.note("undeclared", place, value)
        kept = {}
        for name, one in value.items():
            mark = shape.get(name, shape.get("*"))
            if mark is None:
                self.note("undeclared", f"{place}.{name}", one)
            else:
                kept[str(name)] = self.value(one, mark, f"{place}.{name}")
        return {name: one for name, one in kept.items() if one is not None}

    def entries(self, value: Any, shape: Sequence[Any], place: str) -> Any:
        if not isinstance(value, list | tuple):
            return self.note("undeclared", place, value)
        kept = [self.value(one, shape[0], f"{place}[{at}]") for at, one in enumerate(value)]
        return [one for one in kept if one is not None]

    def leaf(self, value: Any, mark: Goes, place: str) -> Any:
        if value in (None, "", {}, []):
            return value
        if mark in BLANKS:
            return self.blank(value, mark, place)
        goes: Callable[[Any, str], Any] = getattr(self, mark.name.lower())
        return goes(value, place)

    def blank(self, value: Any, mark: Goes, place: str) -> Any:
        sort, left = BLANKS[mark]
        is_person = mark in (Goes.OWNER, Goes.SPEAKER)

        def one(text: str) -> str:
            if is_person and _names_nobody(text):
                return text
            self.note(sort, place, text)
            return left

        if isinstance(value, Mapping):
            return {language: one(text) for language, text in value.items() if isinstance(text, str)}
        return one(value) if isinstance(value, str) else None

    def as_is(self, value: Any, place: str) -> Any:
        if isinstance(value, Mapping):
            return {str(name): self.as_is(one, place) for name, one in value.items()}
        return [self.as_is(one, place) for one in value] if isinstance(value, list | tuple) else value

    def days(self, value: Any, place: str) -> Any:
        if isinstance(value, Mapping):
            kept = {str(name): self.days(one, place) for name, one in value.items() if name != "on"}
            return kept | {"in_days": (_day(value["on"]) - self.since).days} if value.get("on") else kept
        return [self.days(one, place) for one in value] if isinstance(value, list | tuple) else value

    def key(self, value: Any, place: str) -> Any:
        self.found.keys |= {one for one in self.as_is([value], place) if isinstance(one, str)}
        return self.as_is(value, place)

    def words(self, value: Any, place: str) -> Any:
        if isinstance(value, Mapping):
            return {name: self.words(one, place) for name, one in value.items()}
        if not isinstance(value, str):
            return None
        kept, seen = self.without_own(value)
        for sort, word in seen:
            self.note(sort, place, word)
        return kept

    def link(self, value: Any, place: str) -> Any:
        target = str(value)
        for start, sort, left in _TARGETS:
            if target.startswith(start):
                return target if not sort else self.note(sort, place, target, left)
        return self.note("site", place, target, "{{site}}")

    def photo(self, value: Any, place: str) -> Any:
        code = str(value)
        if code not in self.photos:
            return self.note("photo", place, code)
        if code not in self.found.photos:
            self.found.photos.append(code)
        return code

    def drawings(self, value: Any, place: str) -> None:
        del place
        self.found.drawings |= {str(name): str(svg) for name, svg in dict(value).items()}

    def out(self, value: Any, place: str) -> None:
        self.note("out", place, value)

    def note(self, sort: str, place: str, was: Any, left: Any = None) -> Any:
        """Remember what was taken out; gives what is left instead."""
        self.found.taken_out.append(TakenOut(sort, place, str(was)[:200]))
        return left


_TARGETS = (
    ("page:", "", ""),
    ("tool:", "", ""),
    ("tel:", "phone", "tel:{{tel}}"),
    ("mailto:", "email", "mailto:{{email}}"),
    ("https://", "site", "{{site}}"),
    ("http://", "site", "{{site}}"),
)
