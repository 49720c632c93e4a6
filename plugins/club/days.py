"""Days of the business: in the tenant's own zone."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import g

from hutong import TenantInfo, babel_locale, now, tenant_in_scope


def zone() -> ZoneInfo:
    """The time zone of the business; read once in a request or job."""
    known: TenantInfo | None = g.get("tenant")
    return (known or tenant_in_scope()).zone


def today() -> date:
    """Today, where the business is."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day of a moment, where the business is."""
    return moment.astimezone(zone()).date()


def start_of(day: date) -> datetime:
    """When a day begins there."""
    return datetime.combine(day, time(), tzinfo=zone())


def end_of(day: date) -> datetime:
    """When the next day begins."""
    return start_of(day + timedelta(days=1))


def day_in_words(day: date, language: str) -> str:
    """A day as people write it: ``31 December 2026``, ``2026 年 12 月 31 日``."""
    pattern = "y 年 M 月 d 日" if language.startswith("zh") else "d MMMM y"
    return str(format_date(day, pattern, locale=babel_locale(language)))
