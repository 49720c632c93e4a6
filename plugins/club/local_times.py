"""Moments in forms are written in the shop's own time."""

from datetime import datetime
from zoneinfo import ZoneInfo


def local_time(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """A moment as a form shows it: to the minute, without its zone."""
    return moment.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0) if moment else None


def moment_of(written: datetime | None, zone: ZoneInfo) -> datetime | None:
    """The moment that was written in a form. Of an hour that comes twice in autumn it is the first."""
    return written.replace(tzinfo=zone) if written else None
