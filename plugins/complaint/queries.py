"""Reads that need no key."""

import uuid
from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

from sqlalchemy import Select, func, select

from hutong import Base, LocalizedText, db
from hutong.people import Person
from plugins.complaint.models import (
    LIVE_STATES,
    Box,
    Case,
    CaseKey,
    Event,
    Handler,
    Keyring,
    Message,
    Recusal,
    Topic,
    TopicHandler,
)

HANDLING = "complaint.handle"
"""The permission without which staff read no letters."""
WORKING = ("owner", "admin", "staff")
"""Roles of people who can be handlers."""

Model = TypeVar("Model", bound=Base)


def keyring(*, lock: bool = False) -> Keyring | None:
    """The community's keys; None until the box is set up. `lock` before they are changed."""
    return _one(select(Keyring), lock=lock)


def is_set_up() -> bool:
    """Whether anybody could read a letter."""
    return keyring() is not None and bool(active_handlers())


def boxes() -> Sequence[Box]:
    """All boxes that are not in the bin, in the owner's order."""
    return db.session.scalars(
        select(Box).where(Box.deleted_on.is_(None)).order_by(Box.position, Box.id)
    ).all()


def box_by_code(code: str) -> Box | None:
    """A box by the code of its address."""
    return db.session.scalar(select(Box).where(Box.code == code, Box.deleted_on.is_(None)))


def box_by_id(box_id: uuid.UUID, *, lock: bool = False) -> Box | None:
    """A box, in the bin too; `lock` before a change, so that two editors come one after the other."""
    return _one(select(Box).where(Box.id == box_id), lock=lock)


def binned_boxes() -> Sequence[Box]:
    """Boxes in the bin, the latest first."""
    return db.session.scalars(
        select(Box).where(Box.deleted_on.is_not(None)).order_by(Box.deleted_on.desc(), Box.id)
    ).all()


def live_cases_by_box() -> dict[uuid.UUID, int]:
    """How many letters of each box are being worked on."""
    found = select(Case.box_id, func.count(Case.id)).where(Case.state.in_(LIVE_STATES)).group_by(Case.box_id)
    return {row[0]: row[1] for row in db.session.execute(found)}


def box_titles() -> dict[uuid.UUID, LocalizedText]:
    """Of every box, those in the bin too."""
    return {row.id: row.title for row in db.session.execute(select(Box.id, Box.title))}


def topic_titles() -> dict[uuid.UUID, LocalizedText]:
    """Of every topic, those that were taken out of their form too."""
    return {row.id: row.title for row in db.session.execute(select(Topic.id, Topic.title))}


def topics_of(box_id: uuid.UUID) -> Sequence[Topic]:
    """A box's topics that can be chosen, in the owner's order."""
    return db.session.scalars(
        select(Topic).where(Topic.box_id == box_id, Topic.is_active).order_by(Topic.position, Topic.id)
    ).all()


def topic_by_id(topic_id: uuid.UUID, *, box_id: uuid.UUID) -> Topic | None:
    """One of a box's topics, one that was taken out of the form too."""
    return db.session.scalar(select(Topic).where(Topic.id == topic_id, Topic.box_id == box_id))


def active_handlers() -> Sequence[Handler]:
    """Everybody who can read letters: has keys, and still works here."""
    return _trusted(_active())


def handler_of_person(person_id: uuid.UUID) -> Handler | None:
    """The handler somebody is, unless they were removed."""
    return next(iter(_trusted(_active().where(Handler.person_id == person_id))), None)


def unread_count(handler_id: uuid.UUID) -> int:
    """How many live cases a handler holds a key to have words that nobody has opened."""
    held = select(CaseKey.case_id).where(CaseKey.handler_id == handler_id, CaseKey.sealed != b"")
    found = select(func.count(Case.id)).where(Case.unread, Case.state.in_(LIVE_STATES), Case.id.in_(held))
    return db.session.scalar(found) or 0


def _trusted(statement: Select[Handler, Person]) -> list[Handler]:
    """Without staff from whom handling was withheld."""
    return [
        handler
        for handler, person in db.session.execute(statement.order_by(Handler.id)).all()
        if person.role != "staff" or HANDLING not in person.withheld
    ]


def _active() -> Select[Handler, Person]:
    return (
        select(Handler, Person)
        .join(Person, Person.id == Handler.person_id)
        .where(Handler.is_active, Person.state == "seated", Person.role.in_(WORKING))
    )


def handlers_of(topic_id: uuid.UUID) -> Sequence[Handler]:
    """Who gets letters about a topic: its own handlers, or all where it has none."""
    own = _active().join(TopicHandler, TopicHandler.handler_id == Handler.id)
    return _trusted(own.where(TopicHandler.topic_id == topic_id)) or active_handlers()


def is_recused(case_id: uuid.UUID, handler_id: uuid.UUID) -> bool:
    """Whether a handler must not see a case."""
    found = select(Recusal.id).where(Recusal.case_id == case_id, Recusal.handler_id == handler_id)
    return db.session.scalar(found) is not None


def hash_of_nonce(nonce: str) -> bytes:
    """What is kept of a form token's nonce."""
    return blake2b(nonce.encode(), digest_size=32).digest()


def case_of_nonce(nonce: str) -> Case | None:
    """The case that came under this form token."""
    return db.session.scalar(select(Case).where(Case.nonce_hash == hash_of_nonce(nonce)))


def case_by_id(case_id: uuid.UUID) -> Case | None:
    """A case by its id: who asks must have shown a key to it."""
    return db.session.scalar(select(Case).where(Case.id == case_id))


def messages_of(case_id: uuid.UUID) -> Sequence[Message]:
    """What was said after the letter, in order."""
    return db.session.scalars(
        select(Message).where(Message.case_id == case_id).order_by(Message.number)
    ).all()


def message_of_nonce(nonce: str) -> Message | None:
    """The writer's message that came under this form token."""
    return db.session.scalar(select(Message).where(Message.nonce_hash == hash_of_nonce(nonce)))


def case_of_lookup(lookup: bytes) -> Case | None:
    """The case that a return code finds."""
    return db.session.scalar(select(Case).where(Case.lookup == lookup))


def handler_row_of(person_id: uuid.UUID, *, lock: bool = False) -> Handler | None:
    """A person's own row, also of one who was only asked or was removed. `lock` before it is changed."""
    return _one(select(Handler).where(Handler.person_id == person_id), lock=lock)


def handler_by_id(handler_id: uuid.UUID) -> Handler | None:
    """A handler of this community, active or not."""
    return db.session.scalar(select(Handler).where(Handler.id == handler_id))


def all_topics(*, with_retired: bool = False) -> Sequence[Topic]:
    """The topics of every box that is not in the bin, box by box; `with_retired`: really all."""
    statement = select(Topic).join(Box, Box.id == Topic.box_id)
    if not with_retired:
        statement = statement.where(Box.deleted_on.is_(None), Topic.is_active)
    return db.session.scalars(statement.order_by(Box.position, Box.id, Topic.position, Topic.id)).all()


def names_of_handlers() -> dict[uuid.UUID, str]:
    """What every handler is called, those who left too."""
    rows = db.session.execute(
        select(Handler.id, Person.name, Person.email).join(Person, Person.id == Handler.person_id)
    )
    return {handler_id: name or email or "–" for handler_id, name, email in rows}


def topics_by_handler() -> dict[uuid.UUID, set[uuid.UUID]]:
    """The topics that active handlers were given, by handler; nobody's own are missing."""
    rows = db.session.execute(select(TopicHandler.handler_id, TopicHandler.topic_id))
    found: dict[uuid.UUID, set[uuid.UUID]] = {handler.id: set() for handler in active_handlers()}
    for handler_id, topic_id in rows:
        if handler_id in found:
            found[handler_id].add(topic_id)
    return found


def topics_for(handler_id: uuid.UUID) -> set[uuid.UUID]:
    """The topics whose letters a handler gets: their own, and those that nobody has."""
    given = topics_by_handler()
    taken = set().union(*given.values())
    everybodys = set(db.session.scalars(select(Topic.id))) - taken
    return given.get(handler_id, set()) | everybodys if handler_id in given else set()


def topic_handlers() -> dict[uuid.UUID, set[uuid.UUID]]:
    """Who was chosen for each topic, whether they still work here or not."""
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    for topic_id, handler_id in db.session.execute(select(TopicHandler.topic_id, TopicHandler.handler_id)):
        found.setdefault(topic_id, set()).add(handler_id)
    return found


def handler_rows() -> Sequence[Handler]:
    """Everybody who is, was or is to be a handler."""
    return db.session.scalars(select(Handler).order_by(Handler.id)).all()


def case_events(case_id: uuid.UUID) -> Sequence[Event]:
    """What happened to a case: by day, and within a day by the order in which things can happen."""
    rows = db.session.scalars(select(Event).where(Event.case_id == case_id)).all()
    return sorted(
        rows, key=lambda event: (event.day, event.kind != "received", event.kind == "closed", event.kind)
    )


def is_asked(row: Handler | None) -> bool:
    """Whether somebody was asked to become a handler and has not chosen a password yet."""
    return row is not None and not row.is_active and not row.public_key


def _one(statement: Select[Model], *, lock: bool) -> Model | None:
    """Its row, as it is now; locked, whoever comes second waits."""
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(statement)
