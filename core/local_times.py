"""Moments in forms: written and read by the clock of a zone, kept as what they are."""

from datetime import UTC, datetime
from typing import Any, overload
from zoneinfo import ZoneInfo

from flask import g
from wtforms import DateTimeField, DateTimeLocalField

from core.i18n import gettext as _, lazy_gettext as _l

YEARS = range(2000, 2201)
"""What a form takes: another is a slip of the finger, and the first and the last one fit in no other zone."""


class SkippedTimeError(ValueError):
    """The clocks went forward: no clock of the zone ever showed this time."""


@overload
def local_time(moment: datetime, zone: ZoneInfo) -> datetime: ...
@overload
def local_time(moment: None, zone: ZoneInfo) -> None: ...
def local_time(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """A moment as the clock of `zone` shows it: to the minute, naive, for ``<input type=datetime-local>``."""
    return moment.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0) if moment else None


@overload
def moment_of(written: datetime, zone: ZoneInfo) -> datetime: ...
@overload
def moment_of(written: None, zone: ZoneInfo) -> None: ...
def moment_of(written: datetime | None, zone: ZoneInfo) -> datetime | None:
    """The moment, in UTC, at which the clock of `zone` shows `written`, which is naive.

    Of an hour that comes twice in autumn it is the first. Raises `SkippedTimeError` in one that spring skips.
    """
    if written is None:
        return None
    moment = written.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != written:
        raise SkippedTimeError(written)
    return moment


class LocalDateTimeField(DateTimeLocalField):  # type: ignore[misc]
    """A moment by the clock of the tenant, or of `tz` (a zone or what gives one); `data` is in UTC.

    What comes back as it was shown stays the very same moment, seconds and the later of two equal hours too.
    """

    data: datetime | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("tz", lambda: g.tenant.zone)
        kwargs.setdefault("invalid_value_message", _l("Write the day and the time, like 2026-05-31 18:00."))
        super().__init__(*args, **kwargs)

    @property
    def local(self) -> datetime | None:
        """What `data` is by the clock."""
        return local_time(self.data, self._resolve_tz()) if self.data else None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; what cannot be read stays to be seen."""
        saved, shown = self.data, self.local
        if not valuelist:
            return
        self.data = None
        if not "".join(valuelist).strip():
            return
        DateTimeField.process_formdata(self, valuelist)
        written, self.data = self.data, None
        self.data = saved if written == shown else self._moment(written)

    def _moment(self, written: datetime | None) -> datetime | None:
        if written is not None and written.year not in YEARS:
            raise ValueError(_("Check the year."))
        try:
            return moment_of(written, self._resolve_tz())
        except SkippedTimeError as error:
            words = _("The clocks go forward that day, and this time is left out. Take an hour later.")
            raise ValueError(words) from error

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return f"{self.local:%Y-%m-%dT%H:%M}" if self.data else ""
