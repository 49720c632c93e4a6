"""The list of cards: filtered by tier, by what state they are in, by a word."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select

from hutong import db
from hutong.people import Person, search_words
from plugins.club.models import Member, Tier
from plugins.club.serving import Served

PAGE = 50
STATES = ("active", "stopped", "left")


@dataclass(frozen=True, slots=True)
class CardFilter:
    """Which cards are listed; an empty part leaves all."""

    tier_id: uuid.UUID | None = None
    state: str = ""
    typed: str = ""


def cards(wanted: CardFilter, page: int) -> Sequence[Served]:
    """A page of the cards, the newest first."""
    rows = db.session.execute(
        _cards(wanted)
        .order_by(Member.joined_at.desc(), Member.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return [Served(*row) for row in rows]


def cards_count(wanted: CardFilter) -> int:
    """How many there are in all."""
    return db.session.scalar(select(func.count()).select_from(_cards(wanted).subquery())) or 0


def _cards(wanted: CardFilter) -> Select[Member, Person, Tier]:
    found = (
        select(Member, Person, Tier)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(Tier, Tier.id == Member.tier_id)
        .where(Member.merged_into.is_(None))
    )
    if wanted.tier_id:
        found = found.where(Member.tier_id == wanted.tier_id)
    if wanted.state:
        found = found.where(Member.state == wanted.state)
    for word in search_words(wanted.typed):
        found = found.where(
            or_(
                Person.search_text.contains(word, autoescape=True),
                Member.number.startswith(word, autoescape=True),
            )
        )
    return found
