"""The customer's side: the club's page, the card, offers, memberships."""

from plugins.club.public import door, joining, plans
from plugins.club.public.blueprint import blueprint

__all__ = ["blueprint", "door", "joining", "plans"]
