"""The club's work round the clock, by name. Each comes out the same when it runs twice."""

from collections.abc import Callable, Mapping
from datetime import time
from typing import Any

from hutong import daily
from plugins.club.selling import lapse_unpaid_orders


@daily(at=time(3, 30))
def lapse_orders(_payload: Mapping[str, Any]) -> None:
    """Free the places of memberships that nobody paid for in time."""
    lapse_unpaid_orders()


HANDLERS: dict[str, Callable[[Mapping[str, Any]], None]] = {"lapse_orders": lapse_orders}
