"""What the parts of the file have in common: strict shapes, and moments that lie ahead."""

from datetime import date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from hutong import now

Text = dict[str, str]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Strict(BaseModel):
    """A part of the file; a field that nobody knows is refused."""

    model_config = ConfigDict(extra="forbid")


class Moment(Strict):
    """``{in_days: 45, at: "09:00"}`` from the day it is applied, or ``{on: 2027-05-22, at: "09:00"}``."""

    in_days: Annotated[int | None, Field(ge=0, le=3650)] = None
    on: date | None = None
    at: Clock = "00:00"

    @model_validator(mode="after")
    def _is_one_day(self) -> "Moment":
        if (self.in_days is None) == (self.on is None):
            msg = "say either in_days or on"
            raise ValueError(msg)
        return self

    def moment(self, zone: ZoneInfo) -> datetime:
        """The moment by the clock of `zone`."""
        day = self.on or now().astimezone(zone).date() + timedelta(days=self.in_days or 0)
        hour, minute = map(int, self.at.split(":"))
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)

    @classmethod
    def of(cls, moment: datetime, zone: ZoneInfo) -> "Moment":
        """`moment` as the file has it."""
        local = moment.astimezone(zone)
        return cls(on=local.date(), at=f"{local:%H:%M}")
