"""The customer's side: the club's page, the card, offers, memberships."""

from plugins.club.public import joining, plans
from plugins.club.public.blueprint import blueprint

__all__ = ["blueprint", "joining", "plans"]
