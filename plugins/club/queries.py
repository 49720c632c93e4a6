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
    return standing_card(db.session.scalar(select(Member).where(Member.code == code.strip().lower())))


def member_by_number(number: str) -> Member | None:
    """The card with this number, typed with or without gaps."""
    digits = "".join(character for character in number if character.isdigit())
    if not is_number(digits):
        return None
    return standing_card(db.session.scalar(select(Member).where(Member.number == digits)))


def standing_card(member: Member | None) -> Member | None:
    """The card that stands for this one: itself, or the one that took it over in the end."""
    while member is not None and member.merged_into is not None:
        member = member_by_id(member.merged_into)
    return member


def tier_by_id(tier_id: uuid.UUID) -> Tier | None:
    """A tier, thrown-away ones too."""
    return db.session.scalar(select(Tier).where(Tier.id == tier_id))


def members_count() -> int:
    """How many cards are in use."""
    in_use = select(func.count(Member.id)).where(Member.state == "active", Member.merged_into.is_(None))
    return db.session.scalar(in_use) or 0


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


def place_by_id(place_id: uuid.UUID) -> Place | None:
    """A place of the business, also one in the bin."""
    return db.session.scalar(select(Place).where(Place.id == place_id))
