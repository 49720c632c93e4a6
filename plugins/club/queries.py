"""Reads about the club of the tenant in scope."""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select

from hutong import db
from plugins.club.models import Member, Place, Programme, Tier
from plugins.club.numbers import is_number


def programme() -> Programme | None:
    """How the club is run; None before it is set up."""
    return db.session.scalar(select(Programme))


def member_of_person(person_id: uuid.UUID) -> Member | None:
    """A person's card, if they joined the club."""
    return db.session.scalar(select(Member).where(Member.person_id == person_id))


def member_by_id(member_id: uuid.UUID) -> Member | None:
    """A card of this club."""
    return db.session.scalar(select(Member).where(Member.id == member_id))


def member_by_code(code: str) -> Member | None:
    """The card whose QR code says `code`."""
    return db.session.scalar(select(Member).where(Member.code == code.strip().lower()))


def member_by_number(number: str) -> Member | None:
    """The card with this number, typed with or without gaps."""
    digits = "".join(character for character in number if character.isdigit())
    return db.session.scalar(select(Member).where(Member.number == digits)) if is_number(digits) else None


def members_count() -> int:
    """How many cards are in use."""
    return db.session.scalar(select(func.count(Member.id)).where(Member.state == "active")) or 0


def places() -> Sequence[Place]:
    """The places of the business, in its order."""
    return db.session.scalars(
        select(Place).where(Place.deleted_at.is_(None)).order_by(Place.position, Place.id)
    ).all()


def tiers() -> Sequence[Tier]:
    """The tiers, the lowest first."""
    return db.session.scalars(
        select(Tier).where(Tier.deleted_at.is_(None)).order_by(Tier.threshold, Tier.id)
    ).all()
