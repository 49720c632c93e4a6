"""By when an answer is due: packs of promises, counted in days of the community's calendar.

* ``shop``: an answer within 24 hours. The box knows days only, so that means: by the end of the next
  business day.
* ``eu``: Directive (EU) 2019/1937, Article 9(1)(b) and (f): acknowledged within seven days of receipt,
  feedback within three months from the acknowledgement or, where none was sent, from the end of the seven
  days. Counted in calendar days; that a period may move on from a holiday (Regulation 1182/71) is not used.
* ``own``: days for the acknowledgement, days or months for the answer, in calendar or business days.

Dates are set when a letter comes, and stay when terms or holidays change afterwards.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from hutong import tenant_in_scope
from plugins.complaint.business_days import BusinessDays, country_of

Pack = Literal["shop", "eu", "own"]
PACKS: tuple[Pack, ...] = get_args(Pack)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a box promises. A number of 0: not promised; `answer_months` goes before `answer_days`."""

    pack: Pack = "shop"
    ack_days: int = 0
    answer_days: int = 1
    answer_months: int = 0
    business_days: bool = True
    country: str = ""
    """Whose weekends and holidays count; ISO code of two letters."""
    closed: tuple[date, ...] = ()
    """Days the business itself is closed, besides."""

    @classmethod
    def of(cls, data: Mapping[str, Any], zone: ZoneInfo | None = None) -> "Terms":
        """The terms stored in `Box.terms`: JSON of this class, days as ISO texts; empty means ``shop``.

        Where no country was chosen it is that of `zone`, else of the time zone of the tenant in scope.
        """
        country = data.get("country") or country_of(zone or tenant_in_scope().zone)
        closed = tuple(sorted(date.fromisoformat(day) for day in data.get("closed", ())))
        pack = data.get("pack") or ("own" if "answer_days" in data else "shop")
        if pack in _FIXED:
            return replace(_FIXED[pack], country=country, closed=closed)
        numbers = {name: data[name] for name in _NUMBERS if name in data}
        return cls(pack="own", country=country, closed=closed, **numbers)

    def stored(self) -> dict[str, Any]:
        """What `of` reads, as `Box.terms` keeps it."""
        numbers = {name: getattr(self, name) for name in _NUMBERS} if self.pack == "own" else {}
        closed = [day.isoformat() for day in self.closed]
        return {"pack": self.pack, **numbers, "country": self.country, "closed": closed}

    def due(self, received: date) -> tuple[date | None, date | None]:
        """By when a letter of this day is to be acknowledged and answered."""
        ack_due = self._in_days(received, self.ack_days)
        start = ack_due if self.pack == "eu" and ack_due else received
        return ack_due, self.answer_after(start)

    def answer_after(self, day: date) -> date | None:
        """By when to answer what the writer says on `day` (or what is opened anew on it)."""
        if self.answer_months:
            due = months_after(day, self.answer_months)
            return self.days.on_or_after(due) if self.business_days else due
        return self._in_days(day, self.answer_days)

    def answer_once_acknowledged(self, received: date, day: date) -> date | None:
        """By when to answer a letter acknowledged on `day`; under ``eu`` an early word brings it forward.

        A late one does not put it off.
        """
        if self.pack != "eu":
            return self.due(received)[1]
        return self.answer_after(min(day, received + timedelta(days=self.ack_days)))

    @property
    def days(self) -> BusinessDays:
        """The business days of these terms."""
        return BusinessDays(self.country, self.closed)

    def _in_days(self, day: date, count: int) -> date | None:
        if not count:
            return None
        return self.days.after(day, count) if self.business_days else day + timedelta(days=count)


_FIXED: Mapping[str, Terms] = {
    "shop": Terms(),
    "eu": Terms(pack="eu", ack_days=7, answer_days=0, answer_months=3, business_days=False),
}
_NUMBERS = ("ack_days", "answer_days", "answer_months", "business_days")


def months_after(day: date, months: int) -> date:
    """The same day `months` later, or the last of that month where it is shorter."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
