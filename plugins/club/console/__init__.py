"""The business's side: the counter, members, offers, points, memberships."""

from plugins.club.console import (
    chain,
    counter,
    forecasting,
    friends,
    member_points,
    members,
    offer_edit,
    offers,
    paper,
    places,
    plans,
    point_exports,
    points,
    redeeming,
    serving,
    setting_up,
    settings,
)
from plugins.club.console.blueprint import blueprint

__all__ = [
    "blueprint",
    "chain",
    "counter",
    "forecasting",
    "friends",
    "member_points",
    "members",
    "offer_edit",
    "offers",
    "paper",
    "places",
    "plans",
    "point_exports",
    "points",
    "redeeming",
    "serving",
    "setting_up",
    "settings",
]
