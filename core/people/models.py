"""Tables about people."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import HARMLESS, OF_PERSON, PERSONAL, Base, now
from core.people.sameness import PHONE_DIGITS, same_email, same_phone
from core.people.search_text import LONGEST, search_text_of
from core.tenancy import TenantOwned, tenant_foreign_key

SEATED_ROLES = frozenset({"owner", "admin", "staff", "member"})
"""Roles that take a seat of the plan."""


class Person(TenantOwned, Base):
    """Somebody a tenant knows. `state`: ``seated``, ``waiting`` at the door of a full plan, ``left``."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("tenant_id", "email"),
        Index(
            "uq_person_account",
            "tenant_id",
            "account_id",
            unique=True,
            sqlite_where=text("account_id IS NOT NULL"),
            postgresql_where=text("account_id IS NOT NULL"),
        ),
        Index("ix_person_role", "tenant_id", "role", "state"),
        Index("ix_person_joined", "tenant_id", "state", "joined_at", "id"),
        # All that rules ask of a person, in the order in which acts lie: looking for both is one walk.
        Index(
            "ix_person_found", "tenant_id", "state", "id", "joined_at", "role", "share_link_id", "search_text"
        ),
        Index("ix_person_search", "tenant_id", "state", "search_text", "id"),
        Index("ix_person_number", "tenant_id", "number"),
        Index("ix_person_same_phone", "tenant_id", "same_phone"),
        Index("ix_person_same_email", "tenant_id", "same_email"),
        Index("ix_person_merged", "tenant_id", "merged_into_id"),
    )

    account_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(80), default="", info=PERSONAL)
    email: Mapped[str | None] = mapped_column(String(254), info=PERSONAL)
    phone: Mapped[str] = mapped_column(String(32), default="", info=PERSONAL)
    number: Mapped[str] = mapped_column(String(40), default="", info=PERSONAL)
    """What the shop calls them by: the number on a card, or in the list they kept before."""
    note: Mapped[str] = mapped_column(String(500), default="", info=PERSONAL)
    search_text: Mapped[str] = mapped_column(String(LONGEST), default="", info=PERSONAL)
    """Written by `derived` alone, as are the next two."""
    same_phone: Mapped[str] = mapped_column(String(PHONE_DIGITS), default="", info=PERSONAL)
    same_email: Mapped[str] = mapped_column(String(254), default="", info=PERSONAL)
    language: Mapped[str] = mapped_column(String(8), default="", info=HARMLESS)
    role: Mapped[str] = mapped_column(String(8), default="contact", info=HARMLESS)
    state: Mapped[str] = mapped_column(String(8), default="seated", info=HARMLESS)
    withheld: Mapped[list[str]] = mapped_column(default=list, info=HARMLESS)
    """Permissions that this person does not have while they are staff (`core/permissions.py`)."""
    notices: Mapped[str] = mapped_column(String(8), default="each", info=HARMLESS)
    """How often they are mailed what they are told: ``each``, ``daily`` or ``off`` (`core/notifications`)."""
    share_link_id: Mapped[uuid.UUID | None]
    joined_at: Mapped[datetime] = mapped_column(default=now)
    left_at: Mapped[datetime | None]
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(info=OF_PERSON)
    """Who this turned out to be, for somebody who `left` because they are here twice."""


def derived(*, name: str, email: str | None, phone: str, number: str) -> dict[str, str]:
    """What somebody is found and compared by; for who inserts many people without the ORM's events."""
    return {
        "same_phone": same_phone(phone),
        "same_email": same_email(email),
        "search_text": search_text_of(name=name, email=email, phone=phone, number=number),
    }


def _keep_derived(_mapper: Any, _connection: Any, person: Person) -> None:
    """Whoever adds or changes a person by the ORM leaves right what they are found and compared by."""
    found = derived(
        name=person.name or "", email=person.email, phone=person.phone or "", number=person.number or ""
    )
    for name, value in found.items():
        setattr(person, name, value)


event.listen(Person, "before_insert", _keep_derived)
event.listen(Person, "before_update", _keep_derived)


class PersonSession(TenantOwned, Base):
    """A phone on which a person is known on the public side."""

    __tablename__ = "person_session"
    __table_args__ = (
        tenant_foreign_key("person_id", "person", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "token_hash"),
    )

    person_id: Mapped[uuid.UUID]
    token_hash: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]


class PersonToken(TenantOwned, Base):
    """A mailed code or personal link by which a person comes back without a password."""

    __tablename__ = "person_token"
    __table_args__ = (
        tenant_foreign_key("person_id", "person", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "token_hash"),
    )

    person_id: Mapped[uuid.UUID]
    token_hash: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(String(12), info=HARMLESS)
    attempts: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Invitation(TenantOwned, Base):
    """A link that lets its holder join with a role."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("tenant_id", "token_hash"),)

    token_hash: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(8))
    note: Mapped[str] = mapped_column(String(80), default="")
    invited_by: Mapped[uuid.UUID | None]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
