"""Export and erasure of everything a community keeps about one person, in every tool.

Personal data is registered column by column: ``mapped_column(info=PERSONAL)``. A table that has such a
column must also say how its rows are found, by a column ``person_id`` (the person's own table by ``id``).
A contract test asks that each text of such a table is either registered or declared harmless
(``info=HARMLESS``), so that a new column cannot be forgotten. Of two people who turned out to be one, what
stayed behind under the other's id goes with them.

Rows that say something by being there, without a text of their own (somebody carries a tag), are handed out
and deleted: their class says ``goes_with_person = True`` and has ``in_words()``.
"""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary, delete, select, update
from sqlalchemy.orm import Mapper

from core.database import Base, db
from core.jobs.operations import enqueue
from core.jobs.registry import ToolAwayError, job_registry, while_off
from core.mail.operations import forget_mails_to
from core.mail.queries import mails_to
from core.people.models import Person, PersonSession, PersonToken
from core.people.operations import leave
from core.people.queries import ids_of_person, person_by_id
from core.tenants.absence import absent_tools

ERASE = "people.erase_in_tool"


def personal_tables() -> Iterator[tuple[type[Any], list[Column[Any]]]]:
    """Every class that keeps personal data, with the columns that do."""
    for mapper in sorted(Base.registry.mappers, key=lambda mapper: mapper.local_table.name):  # type: ignore[attr-defined]
        columns = [column for column in mapper.columns if column.info.get("personal")]
        if columns:
            yield mapper.class_, columns


def tables_that_go() -> Iterator[Any]:
    """Every class whose rows say something about a person by being there: handed out, then deleted."""
    for mapper in sorted(Base.registry.mappers, key=lambda mapper: mapper.local_table.name):  # type: ignore[attr-defined]
        if getattr(mapper.class_, "goes_with_person", False):
            yield mapper.class_


def export_person(person_id: uuid.UUID) -> dict[str, Any]:
    """All rows about a person by table; ids and times included, so that each can be asked about."""
    ids = ids_of_person(db.session.scalars(select(Person).where(Person.id == person_id)).one())
    found = {
        model.__tablename__: [
            {column.key: getattr(row, _attribute(model, column)) for column in model.__mapper__.columns}
            for row in db.session.scalars(select(model).where(_owner(model).in_(ids)))
        ]
        for model, _columns in personal_tables()
    }
    for model in tables_that_go():
        rows = db.session.scalars(select(model).where(model.person_id.in_(ids)))
        found[model.__tablename__] = [row.in_words() for row in rows]
    return found | {"mail_message": _mails(found[Person.__tablename__])}


def erase_person(person: Person) -> None:
    """Blank every personal column about `person` and take them out. Raises `LastOwnerError`.

    Rows stay (an answer still counts), but nothing in them leads to somebody any more. What a
    tool knows that is not installed at the moment is blanked by a job as soon as it is back.
    """
    ids = ids_of_person(person)
    for one in db.session.scalars(select(Person).where(Person.id.in_(ids))).all():
        if one.state != "left":
            leave(person=one)
        if one.email:
            forget_mails_to(one.email, one.tenant_id)
    for model, columns in personal_tables():
        blanks = {_attribute(model, column): _blank(column) for column in columns}
        if "person_id" in model.__mapper__.columns:
            blanks |= {"person_id": None} if model.__mapper__.columns["person_id"].nullable else {}
        db.session.execute(update(model).where(_owner(model).in_(ids)).values(**blanks))
    for table in (PersonSession, PersonToken, *tables_that_go()):
        db.session.execute(delete(table).where(table.person_id.in_(ids)))
    db.session.expire_all()
    for tool in absent_tools():
        enqueue(ERASE, {"person": str(person.id), "tool": tool}, key=f"{ERASE}/{person.id}/{tool}")


@while_off
def erase_in_tool(payload: Mapping[str, Any]) -> None:
    """Erase somebody again, now that a tool is back that was away, switched on or not."""
    if not job_registry().is_there(payload["tool"], None):
        raise ToolAwayError(payload["tool"])
    person = person_by_id(uuid.UUID(payload["person"]))
    if person is not None:
        erase_person(person)


def _mails(persons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was sent to the person's address, as long as it is kept."""
    return [
        {"subject": mail.subject, "text": mail.text, "state": mail.state, "created_at": mail.created_at}
        for person in persons
        if person["email"]
        for mail in mails_to(person["email"], person["tenant_id"])
    ]


def _owner(model: type[Any]) -> Any:
    return model.id if model is Person else model.person_id


def _attribute(model: type[Any], column: Column[Any]) -> str:
    mapper: Mapper[Any] = model.__mapper__
    return mapper.get_property_by_column(column).key


def _blank(column: Column[Any]) -> Any:
    if column.nullable:
        return None
    return {JSON: {}, LargeBinary: b""}.get(type(column.type), "")
