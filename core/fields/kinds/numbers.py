"""Numbers and days."""

import datetime as dt
import re
import unicodedata
from decimal import Decimal

from babel import UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal

from core.fields.answers import Answer, AnswerError
from core.fields.kinds.kind import Column, Kind, text_of
from core.fields.questions import NUMBER_LIMIT, Date, Number
from core.fields.say import lazily as _, lazily_counted as ngettext
from core.texts import text_in

_NUMBER = re.compile(r"[+-]?([0-9]{1,3}(,[0-9]{3})+|[0-9]{1,20})(\.[0-9]{0,20})?|[+-]?\.[0-9]{1,20}")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{4})([0-9]{2})([0-9]{2})")
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
BANDS = 10


def half_width(typed: str) -> str:
    """Digits and signs as a Western keyboard has them: ３．５ is 3.5, − is -."""
    return unicodedata.normalize("NFKC", typed).strip().replace("−", "-").replace("。", ".")


def locale_of(language: str) -> str:
    """A language's name as Babel has it."""
    return language.replace("-", "_")


class Numeric(Kind[Number]):
    """Raw: what was typed, or a number. The unit may be typed along."""

    name = "number"
    chart = "histogram"
    seconds = 10

    def clean(self, question: Number, raw: Answer) -> Answer | None:
        value = self._value(question, raw)
        if value is None:
            return None
        if abs(value) > NUMBER_LIMIT:
            raise AnswerError(_("This number is too large."))
        places = -int(value.normalize().as_tuple().exponent)
        if places > question.decimals:
            raise self._too_fine(question.decimals)
        self._check_range(question, value)
        return int(value) if value == value.to_integral_value() else float(value)

    def _value(self, question: Number, raw: Answer) -> Decimal | None:
        if type(raw) in {int, float}:
            return Decimal(str(raw))
        typed = half_width(text_of(raw))
        for unit in (question.unit or {}).values():
            typed = typed.removesuffix(half_width(unit)).strip()
        if not typed:
            return None
        if not _NUMBER.fullmatch(typed):
            raise AnswerError(_("Please write a number in digits, such as 3."), _("write a number in digits"))
        return Decimal(typed.replace(",", ""))

    def _too_fine(self, decimals: int) -> AnswerError:
        if not decimals:
            return AnswerError(_("Please write a whole number, without decimals."), _("a whole number"))
        return AnswerError(
            ngettext(
                "At most %(num)d digit after the point.", "At most %(num)d digits after the point.", decimals
            )
        )

    def _check_range(self, question: Number, value: Decimal) -> None:
        low, high = question.min, question.max
        if (low is None or value >= Decimal(str(low))) and (high is None or value <= Decimal(str(high))):
            return
        if low is not None and high is not None:
            raise AnswerError(
                _("A number from %(low)s to %(high)s, please.", low=low, high=high),
                _("from %(low)s to %(high)s", low=low, high=high),
            )
        if low is not None:
            raise AnswerError(_("%(low)s or more, please.", low=low))
        raise AnswerError(_("%(high)s or less, please.", high=high))

    def words(self, question: Number, answer: Answer, language: str) -> str:
        unit = text_in(question.unit, language)
        try:
            said = format_decimal(Decimal(str(answer)), locale=locale_of(language))
        except (UnknownLocaleError, ValueError):
            said = str(answer)
        return f"{said} {unit}".strip()

    def columns(self, question: Number, language: str) -> list[Column]:
        column = super().columns(question, language)[0]
        unit = text_in(question.unit, language)
        return [Column(column.key, f"{column.heading} ({unit})" if unit else column.heading)]

    def cells(self, question: Number, answer: Answer, language: str) -> dict[str, str]:
        return {question.id: str(answer)}

    def counted(self, question: Number, answer: Answer) -> list[str]:
        return [
            str(index) for index, (low, high) in enumerate(number_bands(question)) if low <= answer <= high
        ][-1:]


def number_bands(question: Number) -> list[tuple[float, float]]:
    """Up to ten equal bands between the bounds of a question, ends included; none without bounds.

    A short range of whole numbers gets a band for each number. A shared end belongs to the higher band.
    """
    if question.min is None or question.max is None or question.min == question.max:
        return []
    low, high = float(question.min), float(question.max)
    if not question.decimals and high - low < BANDS and low.is_integer() and high.is_integer():
        return [(value, value) for value in range(int(low), int(high) + 1)]
    step = (high - low) / BANDS
    return [
        (low + step * index, high if index == BANDS - 1 else low + step * (index + 1))
        for index in range(BANDS)
    ]


class Day(Kind[Date]):
    """Raw: ISO as browsers send it, or as people write it where a browser has no calendar."""

    name = "date"
    chart = "months"
    seconds = 10

    def clean(self, question: Date, raw: Answer) -> Answer | None:
        typed = half_width(text_of(raw)).replace(" ", "")
        if not typed:
            return None
        found = _DATE.fullmatch(typed)
        try:
            day = dt.date(*(int(part) for part in found.groups() if part)) if found else None
        except ValueError:
            day = None
        if day is None:
            raise AnswerError(
                _("Please write the day like 2026-05-23 (year, month, day)."), _("a day like 2026-05-23")
            )
        self._check_range(question, day)
        return day.isoformat()

    def _check_range(self, question: Date, day: dt.date) -> None:
        low, high = question.min or FIRST_DAY, question.max or LAST_DAY
        if day < low:
            raise AnswerError(_("%(day)s or later, please.", day=low.isoformat()))
        if day > high:
            raise AnswerError(_("%(day)s or earlier, please.", day=high.isoformat()))

    def words(self, question: Date, answer: Answer, language: str) -> str:
        try:
            return format_date(dt.date.fromisoformat(answer), "long", locale=locale_of(language))
        except (UnknownLocaleError, ValueError):
            return str(answer)

    def cells(self, question: Date, answer: Answer, language: str) -> dict[str, str]:
        return {question.id: str(answer)}

    def counted(self, question: Date, answer: Answer) -> list[str]:
        return [str(answer)[:7]]
