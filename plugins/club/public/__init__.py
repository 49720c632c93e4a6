"""The customer's side: the club's page, the card, offers, memberships."""

from plugins.club.public import joining
from plugins.club.public.blueprint import blueprint

__all__ = ["blueprint", "joining"]
