"""The club's work round the clock, by name. Each comes out the same when it runs twice."""

from collections.abc import Callable, Mapping
from datetime import time
from typing import Any

from hutong import daily
from plugins.club.coupon_news import tell_of_ending_coupons
from plugins.club.offer_changes import erase_old_offers, expire_coupons
from plugins.club.selling import lapse_unpaid_orders


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
def remind_of_coupons(_payload: Mapping[str, Any]) -> None:
    """Tell those whose coupon ends in a few days."""
    tell_of_ending_coupons()


HANDLERS: dict[str, Callable[[Mapping[str, Any]], None]] = {
    "lapse_orders": lapse_orders,
    "tidy_coupons": tidy_coupons,
    "remind_of_coupons": remind_of_coupons,
}
