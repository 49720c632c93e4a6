"""What tests of most tools need to be there already, made in the tenant in scope."""

import itertools
import uuid

from core.people.models import Person
from core.people.operations import add_person
from core.policy import Role
from core.sharing.models import ShareLink
from core.sharing.operations import create_link

_numbers = itertools.count(1)


def make_person(name: str = "Lin Xiaohong", *, role: Role = "member") -> Person:
    """Somebody the tenant knows, with an address of their own."""
    return add_person(role=role, name=name, email=f"person-{next(_numbers)}@community.example")


def make_link(plugin: str, object_kind: str, object_id: uuid.UUID, *, channel: str = "test") -> ShareLink:
    """A share link to an object of a plugin."""
    return create_link(plugin=plugin, object_kind=object_kind, object_id=object_id, channel=channel)
