"""What the parts of the file have in common: strict shapes, and moments that lie ahead."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from hutong import now

Text = dict[str, str]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


A_MONTH = timedelta(days=30)


class Strict(BaseModel):
    """A part of the file; a field that nobody knows is refused."""

    model_config = ConfigDict(extra="forbid")


class Moment(Strict):
    """A day and a clock: ``{in_days: 45, at: "09:00"}`` from the day it is applied, ``{on: 2027-05-22, …}``,
    or ``{yearly: "05-22", …}``, the next one that is a month ahead or more.
    """

    in_days: Annotated[int | None, Field(ge=0, le=3650)] = None
    on: date | None = None
    yearly: Annotated[str | None, StringConstraints(pattern=r"^(0\d|1[0-2])-([012]\d|3[01])$")] = None
    at: Clock = "00:00"

    @model_validator(mode="after")
    def _is_one_day(self) -> "Moment":
        if [self.in_days, self.on, self.yearly].count(None) != 2:
            msg = "say one of in_days, on and yearly"
            raise ValueError(msg)
        if self.yearly:
            date.fromisoformat(f"2024-{self.yearly}")
        return self

    def moment(self, zone: ZoneInfo, *, since: date | None = None) -> datetime:
        """The moment by the clock of `zone`; a yearly one from `since` on (a month ahead, if not given)."""
        day = self._day(now().astimezone(zone).date(), since)
        hour, minute = map(int, self.at.split(":"))
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)

    def _day(self, today: date, since: date | None) -> date:
        if self.on:
            return self.on
        if self.yearly is None:
            return today + timedelta(days=self.in_days or 0)
        month, day = map(int, self.yearly.split("-"))
        years = range(today.year, today.year + 3)
        days = (date(year, month, min(day, monthrange(year, month)[1])) for year in years)
        return next(found for found in days if found >= (since or today + A_MONTH))

    @classmethod
    def of(cls, moment: datetime, zone: ZoneInfo) -> "Moment":
        """`moment` as the file has it."""
        local = moment.astimezone(zone)
        return cls(on=local.date(), at=f"{local:%H:%M}")
