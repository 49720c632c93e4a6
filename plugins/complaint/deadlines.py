"""By when an answer is due, counted in days of the community's calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Terms:
    """What a box promises: days until it is acknowledged and until it is answered; 0: not promised."""

    ack_days: int = 0
    answer_days: int = 1
    business_days: bool = True

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Terms":
        """The terms stored in `Box.terms`."""
        return cls(**{name: data[name] for name in cls.__slots__ if name in data})

    def due(self, received: date) -> tuple[date | None, date | None]:
        """By when a letter of this day is to be acknowledged and answered."""
        return self._after(received, self.ack_days), self._after(received, self.answer_days)

    def _after(self, day: date, days: int) -> date | None:
        if not days:
            return None
        while days:
            day += timedelta(days=1)
            days -= not (self.business_days and day.weekday() >= 5)
        return day
