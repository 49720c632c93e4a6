"""The club's work round the clock, by name. Each comes out the same when it runs twice."""

import uuid
from collections.abc import Callable, Mapping
from datetime import time
from typing import Any

from hutong import daily, enqueue
from plugins.club.coupon_news import tell_of_ending_coupons
from plugins.club.days import today
from plugins.club.earning import earn_for_birthdays
from plugins.club.expiring import end_points, remind_of_ends
from plugins.club.levels import review_tiers
from plugins.club.offer_changes import erase_old_offers, expire_coupons
from plugins.club.selling import lapse_unpaid_orders

MANY, FEW = 500, 100
"""Members looked at in one transaction; members or lots to whom something is written in one."""


@daily(at=time(3, 30))
def lapse_orders(_payload: Mapping[str, Any]) -> None:
    """Free the places of memberships that nobody paid for in time."""
    lapse_unpaid_orders()


@daily(at=time(3, 40))
def tidy_coupons(_payload: Mapping[str, Any]) -> None:
    """Mark coupons that are over, and forget offers thrown away before anybody had one."""
    expire_coupons()
    erase_old_offers()


@daily(at=time(10, 0))
def remind_of_coupons(payload: Mapping[str, Any]) -> None:
    """Tell some of those whose coupon ends in a few days, by id after `after`."""
    after = uuid.UUID(payload["after"]) if payload.get("after") else None
    if (last := tell_of_ending_coupons(after, FEW)) is not None:
        enqueue("club.remind_of_coupons", {"after": str(last)}, language="")


@daily(at=time(0, 10))
def end_of_day(_payload: Mapping[str, Any]) -> None:
    """Points that ended with yesterday; then what else the new day brings."""
    for kind in ("end_points", "remind_of_ends", "review_tiers", "birthdays"):
        enqueue(f"club.{kind}", language="")


def end_lots(_payload: Mapping[str, Any]) -> None:
    """Some points that have ended; the rest in the next job, so that no transaction is long."""
    if end_points(FEW):
        enqueue("club.end_points", language="")


def tell_of_ends(_payload: Mapping[str, Any]) -> None:
    """Some members whose points end soon."""
    if remind_of_ends(FEW):
        enqueue("club.remind_of_ends", language="")


def review(payload: Mapping[str, Any]) -> None:
    """Tiers of some members, by id after `after`."""
    after = uuid.UUID(payload["after"]) if payload.get("after") else None
    if (last := review_tiers(after, MANY)) is not None:
        enqueue("club.review_tiers", {"after": str(last)}, language="")


def celebrate(payload: Mapping[str, Any]) -> None:
    """Points for some members' birthdays."""
    after = uuid.UUID(payload["after"]) if payload.get("after") else None
    if (last := earn_for_birthdays(today(), after, FEW)) is not None:
        enqueue("club.birthdays", {"after": str(last)}, language="")


HANDLERS: dict[str, Callable[[Mapping[str, Any]], None]] = {
    "lapse_orders": lapse_orders,
    "tidy_coupons": tidy_coupons,
    "remind_of_coupons": remind_of_coupons,
    "end_of_day": end_of_day,
    "end_points": end_lots,
    "remind_of_ends": tell_of_ends,
    "review_tiers": review,
    "birthdays": celebrate,
}
