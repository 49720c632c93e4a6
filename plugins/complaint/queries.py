"""Reads that need no key."""

import uuid
from collections.abc import Sequence
from hashlib import blake2b

from sqlalchemy import func, select

from hutong import db
from plugins.complaint.models import (
    LIVE_STATES,
    Box,
    Case,
    CaseKey,
    Handler,
    Keyring,
    Recusal,
    Topic,
    TopicHandler,
)


def keyring() -> Keyring | None:
    """The community's keys; None until the box is set up."""
    return db.session.scalar(select(Keyring))


def is_set_up() -> bool:
    """Whether anybody could read a letter."""
    handler = select(Handler.id).join(Keyring, Keyring.tenant_id == Handler.tenant_id)
    return db.session.scalar(handler.where(Handler.is_active).limit(1)) is not None


def boxes() -> Sequence[Box]:
    """All boxes that are not in the bin, in the owner's order."""
    return db.session.scalars(
        select(Box).where(Box.deleted_on.is_(None)).order_by(Box.position, Box.id)
    ).all()


def box_by_code(code: str) -> Box | None:
    """A box by the code of its address."""
    return db.session.scalar(select(Box).where(Box.code == code, Box.deleted_on.is_(None)))


def box_by_id(box_id: uuid.UUID) -> Box | None:
    """A box, in the bin too."""
    return db.session.scalar(select(Box).where(Box.id == box_id))


def binned_boxes() -> Sequence[Box]:
    """Boxes in the bin, the latest first."""
    return db.session.scalars(
        select(Box).where(Box.deleted_on.is_not(None)).order_by(Box.deleted_on.desc(), Box.id)
    ).all()


def live_cases_by_box() -> dict[uuid.UUID, int]:
    """How many letters of each box are being worked on."""
    found = select(Case.box_id, func.count(Case.id)).where(Case.state.in_(LIVE_STATES)).group_by(Case.box_id)
    return {row[0]: row[1] for row in db.session.execute(found)}


def topics_of(box_id: uuid.UUID) -> Sequence[Topic]:
    """A box's topics that can be chosen, in the owner's order."""
    return db.session.scalars(
        select(Topic).where(Topic.box_id == box_id, Topic.is_active).order_by(Topic.position, Topic.id)
    ).all()


def active_handlers() -> Sequence[Handler]:
    """Everybody who can read letters."""
    return db.session.scalars(select(Handler).where(Handler.is_active).order_by(Handler.id)).all()


def handler_of_person(person_id: uuid.UUID) -> Handler | None:
    """The handler somebody is, unless they were removed."""
    return db.session.scalar(select(Handler).where(Handler.person_id == person_id, Handler.is_active))


def unread_count(handler_id: uuid.UUID) -> int:
    """How many live cases a handler holds a key to have words that nobody has opened."""
    held = select(CaseKey.case_id).where(CaseKey.handler_id == handler_id)
    found = select(func.count(Case.id)).where(Case.unread, Case.state.in_(LIVE_STATES), Case.id.in_(held))
    return db.session.scalar(found) or 0


def handlers_of(topic_id: uuid.UUID) -> Sequence[Handler]:
    """Who gets letters about a topic: its own handlers, or all where it has none."""
    own = db.session.scalars(
        select(Handler)
        .join(TopicHandler, TopicHandler.handler_id == Handler.id)
        .where(TopicHandler.topic_id == topic_id, Handler.is_active)
        .order_by(Handler.id)
    ).all()
    return own or active_handlers()


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


def case_of_lookup(lookup: bytes) -> Case | None:
    """The case that a return code finds."""
    return db.session.scalar(select(Case).where(Case.lookup == lookup))
