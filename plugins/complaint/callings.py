"""What handlers are called where writers read it: by name or by what they do, never by an address."""

import uuid

from sqlalchemy import select

from hutong import db, gettext as _
from hutong.people import Person
from plugins.complaint.models import Handler


def callings(*, with_names: bool) -> dict[uuid.UUID | None, str]:
    """By handler: the name, where it is told and there is one; else what they are to a customer."""
    roles = {"owner": _("The owner"), "admin": _("The manager"), "staff": _("A member of staff")}
    rows = db.session.execute(
        select(Handler.id, Person.name, Person.role).join(Person, Person.id == Handler.person_id)
    )
    return {
        handler_id: name if with_names and name else roles.get(role, _("The shop"))
        for handler_id, name, role in rows
    }
