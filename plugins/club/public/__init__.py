"""The customer's side: the club's page, the card, offers, memberships."""

from plugins.club.public import (
    app,
    card,
    coupons,
    door,
    friends,
    joining,
    news,
    offers,
    plans,
    points,
)
from plugins.club.public.blueprint import blueprint

__all__ = [
    "app",
    "blueprint",
    "card",
    "coupons",
    "door",
    "friends",
    "joining",
    "news",
    "offers",
    "plans",
    "points",
]
