"""Refusing to staff what is withheld from them, and saying whom to ask."""

from core.errors import PermissionWithheld
from core.i18n import interface_language
from core.people.queries import colleagues
from core.permissions import permitted, words_of

MOST_NAMED = 3
"""How many owners and admins somebody is told to ask."""


def withheld(permission: str) -> PermissionWithheld:
    """What to raise at somebody who lacks `permission`."""
    givers = [person.name for person in colleagues() if person.role in ("owner", "admin") and person.name]
    return PermissionWithheld(words_of(permission, interface_language()), givers[:MOST_NAMED])


def require_permission(permission: str) -> None:
    """For what needs one only sometimes, such as binning a page that is published; else it is the route's.

    Raises `PermissionWithheld`, which becomes the page that the gatekeeper shows.
    """
    if not permitted(permission):
        raise withheld(permission)
