"""A year's numbers as tables in words: what the page, the printed report and the CSV show alike.

For the business itself every number is exact. A report to pass on hides numbers under five: with one
complaint about a topic in a year, colleagues know who wrote it. Where only one number of a table would be
hidden it could be told from the total, so the next smallest is hidden with it. There is no table of topics by
month at all: it would be small numbers only.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_skeleton
from babel.numbers import format_decimal, format_percent

from hutong import babel_locale, gettext as _, interface_language
from hutong.exports import BOM, csv_text
from plugins.complaint.describing import OUTCOMES
from plugins.complaint.statistics import Pace, Year

SMALL = 5
MARKS = (5, 4, 3, 2, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what it is, and its cells for this year and the one before."""

    label: str
    this: str
    before: str
    count: int = 0
    """This year's number, for a chart; 0 where it is hidden."""


@dataclass(frozen=True, slots=True)
class Table:
    """One matter. `total` is that of the counts, None where they are no parts of one whole."""

    name: str
    title: str
    lines: Sequence[Line]
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything about a year."""

    year: int
    headline: Sequence[tuple[str, str]]
    tables: Sequence[Table]
    is_to_pass_on: bool

    def table(self, name: str) -> Table:
        """One of the tables."""
        return next(table for table in self.tables if table.name == name)

    def csv(self) -> str:
        """All tables below each other; safe to open in a spreadsheet."""
        rows = [[_("Matter"), _("Of which"), str(self.year), str(self.year - 1)]]
        for table in self.tables:
            rows += [[table.title, line.label, line.this, line.before] for line in table.lines]
        return BOM + csv_text(rows)


Names = Mapping[uuid.UUID, str]
Count = tuple[str, int, int]
"""What was counted, in this year and in the one before."""


def report_of(years: tuple[Year, Year], boxes: Names, topics: Names, *, to_pass_on: bool = False) -> Report:
    """The report of a year beside the one before. `boxes` and `topics` name their ids."""
    this, _before = years
    tables = [
        _promises(years, to_pass_on=to_pass_on),
        *(_counts(*counted, to_pass_on=to_pass_on) for counted in _counted(years, boxes, topics)),
        _acts(years, to_pass_on=to_pass_on),
    ]
    return Report(this.year, _headline(this, to_pass_on=to_pass_on), tables, to_pass_on)


def _counted(years: tuple[Year, Year], boxes: Names, topics: Names) -> Iterator[tuple[str, str, list[Count]]]:
    """Name, title and rows of each table of counts."""
    this, before = years
    months = zip(month_names(), this.months, before.months, strict=True)
    yield "months", _("Letters by month"), list(months)
    named = (_("Named letters"), sum(this.named), sum(before.named))
    anonymous = (_("Anonymous letters"), sum(this.anonymous), sum(before.anonymous))
    yield "names", _("With or without a name"), [named, anonymous]
    box_ids, topic_ids = _keys(years, "boxes"), _keys(years, "topics")
    called = {key: _topic_name(boxes, topics, key, has_many=len(box_ids) > 1) for key in topic_ids}
    by_topic = [(called[key], this.topics[key], before.topics[key]) for key in topic_ids]
    yield "topics", _("Letters by topic"), by_topic
    by_box = [(boxes.get(key, _("A deleted box")), this.boxes[key], before.boxes[key]) for key in box_ids]
    yield "boxes", _("Letters by box"), by_box
    ended = [(str(words), this.outcomes[key], before.outcomes[key]) for key, words in OUTCOMES.items()]
    yield "outcomes", _("How they ended"), ended
    given = [(str(mark), this.ratings[mark], before.ratings[mark]) for mark in MARKS]
    yield "marks", _("What writers gave, of 5"), given


def _counts(name: str, title: str, counts: Sequence[Count], *, to_pass_on: bool) -> Table:
    now = shown_counts([this for _label, this, _before in counts], to_pass_on=to_pass_on)
    then = shown_counts([before for _label, _this, before in counts], to_pass_on=to_pass_on)
    lines = [
        Line(label, shown, shown_before, this if shown == str(this) else 0)
        for (label, this, _before), shown, shown_before in zip(counts, now, then, strict=True)
    ]
    return Table(name, title, lines, sum(this for _label, this, _before in counts))


def shown_counts(counts: Sequence[int], *, to_pass_on: bool) -> list[str]:
    """The numbers of one table; to pass on without those under five."""
    shown = [str(count) for count in counts]
    if not to_pass_on:
        return shown
    small = [place for place, count in enumerate(counts) if 0 < count < SMALL]
    for place in small:
        shown[place] = f"<{SMALL}"
    others = [place for place, count in enumerate(counts) if count >= SMALL]
    hidden = sum(counts[place] for place in small)
    is_plain = len(small) == 1 or hidden in (len(small), len(small) * (SMALL - 1)) or hidden < SMALL
    if small and is_plain and others:
        shown[min(others, key=counts.__getitem__)] = _("not said")
    return shown


def month_names() -> list[str]:
    """Of the twelve months, short."""
    locale = babel_locale(interface_language())
    return [str(format_skeleton("MMM", date(2026, month, 1), locale=locale)) for month in range(1, 13)]


def share_words(pace: Pace, *, to_pass_on: bool = False) -> str:
    """In time, in percent; a dash where nothing was promised (or too little to pass on)."""
    if pace.share is None or (to_pass_on and pace.promised < SMALL):
        return "–"
    return str(format_percent(pace.share, locale=babel_locale(interface_language())))


def number_words(number: float | None) -> str:
    """A median or an average; a dash where there is none."""
    if number is None:
        return "–"
    return str(format_decimal(number, "0.#", locale=babel_locale(interface_language())))


def _headline(this: Year, *, to_pass_on: bool) -> list[tuple[str, str]]:
    answer = this.paces["answer"]
    return [
        (shown_counts([this.received], to_pass_on=to_pass_on)[0], _("letters")),
        (share_words(answer, to_pass_on=to_pass_on), _("answered in time")),
        (number_words(answer.median), _("days, typically")),
    ]


def _promises(years: tuple[Year, Year], *, to_pass_on: bool) -> Table:
    """How far the promises were kept."""

    def line(label: str, of: Callable[[Year], str]) -> Line:
        return Line(label, of(years[0]), of(years[1]))

    def one(count: int) -> str:
        return shown_counts([count], to_pass_on=to_pass_on)[0]

    def pace(name: str, in_time: str, late: str, never: str, days: str) -> list[Line]:
        return [
            line(in_time, lambda year: share_words(year.paces[name], to_pass_on=to_pass_on)),
            line(late, lambda year: one(year.paces[name].late)),
            line(never, lambda year: one(year.paces[name].missed)),
            line(days, lambda year: number_words(year.paces[name].median)),
        ]

    lines = [
        *pace(
            "ack",
            _("Confirmed in time"),
            _("Confirmed late"),
            _("Never confirmed"),
            _("Days until then, typically"),
        ),
        *pace(
            "answer",
            _("Answered in time"),
            _("Answered late"),
            _("Never answered"),
            _("Days to an answer, typically"),
        ),
    ]
    lines.append(line(_("Passed deadlines that were reported"), lambda year: one(year.acts["escalated"])))
    return Table("promises", _("Promises"), lines)


def _acts(years: tuple[Year, Year], *, to_pass_on: bool) -> Table:
    kinds = {"closed": _("Closed"), "reopened": _("Opened again"), "merged": _("Merged")}
    cells = [
        [shown_counts([year.acts[kind]], to_pass_on=to_pass_on)[0] for kind in kinds]
        + [shown_counts([year.open_at_end], to_pass_on=to_pass_on)[0], number_words(year.rating)]
        for year in years
    ]
    labels = [*kinds.values(), _("Open at the end of the year"), _("Average mark, of 5")]
    return Table("acts", _("And besides"), [Line(*row) for row in zip(labels, *cells, strict=True)])


def _keys(years: tuple[Year, Year], name: str) -> list[Any]:
    """What either year has letters of, the most first."""
    both = getattr(years[0], name) + getattr(years[1], name)
    return [key for key, _count in both.most_common()]


def _topic_name(boxes: Names, topics: Names, key: tuple[uuid.UUID, uuid.UUID], *, has_many: bool) -> str:
    box_id, topic_id = key
    topic = topics.get(topic_id, _("A deleted topic"))
    return f"{boxes.get(box_id, _('A deleted box'))} · {topic}" if has_many else topic
