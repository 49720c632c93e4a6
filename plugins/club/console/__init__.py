"""The business's side: the counter, members, offers, points, memberships."""

from plugins.club.console import (
    chain,
    counter,
    forecasting,
    friends,
    members,
    offer_edit,
    offers,
    paper,
    places,
    plans,
    redeeming,
    serving,
    setting_up,
)
from plugins.club.console.blueprint import blueprint

__all__ = [
    "blueprint",
    "chain",
    "counter",
    "forecasting",
    "friends",
    "members",
    "offer_edit",
    "offers",
    "paper",
    "places",
    "plans",
    "redeeming",
    "serving",
    "setting_up",
]
