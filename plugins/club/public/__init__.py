"""The customer's side: the club's page, the card, offers, memberships."""

from plugins.club.public import (
    coupons,
    door,
    joining,
    offers,
    plans,
)
from plugins.club.public.blueprint import blueprint

__all__ = [
    "blueprint",
    "coupons",
    "door",
    "joining",
    "offers",
    "plans",
]
