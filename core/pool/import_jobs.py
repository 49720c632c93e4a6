"""The jobs of importing: plan and carry out, undo, forget."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from core.database import db, learn_size, now, writing
from core.jobs.registry import Job, every
from core.people.models import Person, derived
from core.pool.import_matching import CUSTOMERS, Planner
from core.pool.import_rows import FILLED
from core.pool.import_tags import put_tags_on
from core.pool.import_undo import undo_rows
from core.pool.importing import Tally, content_of, import_by_id, plan_portion, portions_of
from core.pool.models import Tagging
from core.pool.records import PersonImport, PersonImportFile, PersonImportRow
from core.tenancy import all_tenants_unsafe

AT_ONCE = 500
GROWN = (1, 8, 32)
"""After how many portions a table has become another one to the database."""
PREVIEW_LIFE = timedelta(hours=24)
UNDO_LIFE = timedelta(days=30)
LONGEST_WORK = timedelta(hours=12)


def import_people(payload: Mapping[str, Any]) -> None:
    """Plan a file in portions, then do all of it in one transaction. Begun anew after a failure."""
    import_id = uuid.UUID(payload["import_id"])
    with writing():
        arriving = import_by_id(import_id)
        if arriving is None or arriving.state not in ("queued", "working"):
            return
        arriving.state, arriving.planned = "working", 0
        db.session.execute(delete(PersonImportRow).where(PersonImportRow.import_id == import_id))
        content, planner, tally = content_of(arriving), Planner(arriving.fields, arriving.tag), Tally()
        portions = portions_of(content, encoding=arriving.encoding, has_header=arriving.has_header)
        db.session.commit()
    for portion in portions:
        with writing():
            plan_portion(import_id, planner, portion, tally)
            db.session.commit()
    with writing():
        _carry_out(import_id)
        arriving = db.session.scalars(select(PersonImport).where(PersonImport.id == import_id)).one()
        tally.write(arriving, planner)
        arriving.state, arriving.finished_at = "done", now()
        db.session.execute(delete(PersonImportFile).where(PersonImportFile.import_id == import_id))
        db.session.commit()


def undo_import(payload: Mapping[str, Any]) -> None:
    """Take back what an import did, as far as nobody has built on it."""
    arriving = import_by_id(uuid.UUID(payload["import_id"]))
    if arriving is None or arriving.state != "undoing":
        return
    stayed = undo_rows(arriving.id)
    arriving.counts = arriving.counts | {"stayed": stayed.reasons, "removed": stayed.removed}
    arriving.counts |= {"put_back": stayed.put_back, "stays": [str(person_id) for person_id in stayed.shown]}
    arriving.state, arriving.undone_at = "undone", now()
    db.session.execute(delete(PersonImportRow).where(PersonImportRow.import_id == arriving.id))


@every(timedelta(hours=1))
def forget_uploads(_payload: Mapping[str, Any]) -> None:
    """Delete files nobody imported, plans that can no longer be undone, and give up what never ends."""
    with all_tenants_unsafe("expired rows of every tenant, in one statement each"):
        old = PersonImport.created_at < now() - PREVIEW_LIFE
        db.session.execute(delete(PersonImport).where(old, PersonImport.state == "preview"))
        stuck = PersonImport.agreed_at < now() - LONGEST_WORK
        db.session.execute(
            update(PersonImport)
            .where(stuck, PersonImport.state.in_(("queued", "working")))
            .values(state="failed")
            .execution_options(synchronize_session=False)
        )
        failed = select(PersonImport.id).where(PersonImport.state == "failed")
        past = select(PersonImport.id).where(PersonImport.finished_at < now() - UNDO_LIFE)
        for table, ended in (
            (PersonImportFile, failed),
            (PersonImportRow, failed),
            (PersonImportRow, past),
        ):
            db.session.execute(
                delete(table).where(table.import_id.in_(ended)).execution_options(synchronize_session=False)
            )


def _carry_out(import_id: uuid.UUID) -> None:
    """Do what is planned, some rows at a time, in the transaction at hand."""
    for place, rows in enumerate(_planned(import_id)):
        if place in GROWN:
            learn_size(Person)
        _bring_in([row for row in rows if row.outcome == "new"])
        people = _fill_in([row for row in rows if row.outcome == "known"])
        db.session.flush()
        for person in people:
            db.session.expunge(person)
    learn_size(Person)
    for place, rows in enumerate(_planned(import_id)):
        if place in GROWN:
            learn_size(Tagging)
        put_tags_on(import_id, rows)


def _planned(import_id: uuid.UUID) -> Iterator[Sequence[PersonImportRow]]:
    """The rows of the plan in their order; what was changed in some is written before the next come."""
    last = 0
    planned = select(PersonImportRow).where(PersonImportRow.import_id == import_id)
    while rows := db.session.scalars(
        planned.where(PersonImportRow.line > last).order_by(PersonImportRow.line).limit(AT_ONCE)
    ).all():
        last = rows[-1].line
        yield rows
        db.session.flush()
        for row in rows:
            db.session.expunge(row)


def _bring_in(rows: Sequence[PersonImportRow]) -> None:
    """Add who is new. An address that somebody took since the plan was made stays theirs."""
    taken = _taken_addresses(row.given.get("email") for row in rows)
    people = []
    for row in rows:
        fields = dict.fromkeys(FILLED, "") | {"email": None} | _fields(row.given, without_email=taken)
        compared = derived(**{name: fields[name] for name in ("name", "email", "phone", "number")})
        people.append({"id": row.person_id, "role": "contact", **fields, **compared})
    if people:
        db.session.execute(insert(Person), people)


def _fill_in(rows: Sequence[PersonImportRow]) -> list[Person]:
    """Give those who were here what they still have not; the plan then says what that was."""
    ids = [row.person_id for row in rows]
    known = {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(ids)))}
    taken = _taken_addresses(row.given.get("email") for row in rows)
    for row in rows:
        person = known.get(row.person_id)
        if person is None or person.state == "left":
            row.given = {}
            continue
        without = taken if person.role in CUSTOMERS else {row.given.get("email")}
        fields = _fields(row.given, without_email=without)
        fields = {name: value for name, value in fields.items() if not getattr(person, name)}
        for name, value in fields.items():
            setattr(person, name, value)
        row.given = fields | {name: value for name, value in row.given.items() if name == "tags"}
    return list(known.values())


def _fields(given: Mapping[str, Any], *, without_email: set[Any]) -> dict[str, Any]:
    return {
        name: given[name]
        for name in FILLED
        if name in given and not (name == "email" and given[name] in without_email)
    }


def _taken_addresses(addresses: Iterable[Any]) -> set[Any]:
    wanted = {address for address in addresses if address}
    return set(db.session.scalars(select(Person.email).where(Person.email.in_(wanted)))) if wanted else set()


JOBS = {
    "pool.import_people": Job(import_people, one_transaction=False),
    "pool.undo_import": Job(undo_import),
    "pool.forget_uploads": Job(forget_uploads),
}
