"""Days of the business: in the tenant's own zone."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from hutong import now, tenant_in_scope


def today() -> date:
    """Today, where the business is."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day of a moment, where the business is."""
    return moment.astimezone(tenant_in_scope().zone).date()


def start_of(day: date) -> datetime:
    """When a day begins there."""
    return datetime.combine(day, time(), tzinfo=tenant_in_scope().zone)


def end_of(day: date) -> datetime:
    """When the next day begins."""
    return start_of(day + timedelta(days=1))


def months_after(day: date, months: int) -> date:
    """The same day so many months later (earlier, if negative); the month's last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
