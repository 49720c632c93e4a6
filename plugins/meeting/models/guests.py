"""Whoever is invited, registered, or walked in: one row for a person and a meeting, from first to last."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hutong import HARMLESS, PERSONAL, Base, TenantOwned, now, tenant_foreign_key
from plugins.meeting.codes import new_ticket


class Guest(TenantOwned, Base):
    """A guest of a meeting.

    ``invited`` has not answered; ``maybe`` and ``declined`` have (a guest who cancels has declined);
    ``pending`` waits for approval, ``waiting`` for a seat; ``coming`` holds one. ``refused``: not approved;
    ``removed``: taken off the list by the organiser.
    """

    __tablename__ = "meeting_guest"
    __table_args__ = (
        tenant_foreign_key("meeting_id", "meeting_meeting", ondelete="CASCADE"),
        tenant_foreign_key("person_id", "person", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "ticket"),
        UniqueConstraint("tenant_id", "meeting_id", "nonce"),
        UniqueConstraint("tenant_id", "meeting_id", "email"),
        Index("ix_meeting_guest_meeting", "tenant_id", "meeting_id", "state", "queued_at"),
        Index("ix_meeting_guest_person", "tenant_id", "person_id"),
    )

    meeting_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID | None]
    origin: Mapped[str] = mapped_column(String(10), default="registered", info=HARMLESS)
    """``invited``, ``registered``, ``voted`` (for a date), ``walk_in``; ``set_aside``: may be a machine."""
    state: Mapped[str] = mapped_column(String(10), default="coming", info=HARMLESS)
    name: Mapped[str] = mapped_column(String(80), info=PERSONAL)
    email: Mapped[str | None] = mapped_column(String(254), info=PERSONAL)
    """In lower case; one address is one guest of a meeting."""
    phone: Mapped[str] = mapped_column(String(32), default="", info=PERSONAL)
    note: Mapped[str] = mapped_column(String(300), default="", info=PERSONAL)
    """What the guest says to the organiser with a yes or a no."""
    word: Mapped[str] = mapped_column(String(500), default="", info=PERSONAL)
    """What the organiser says to the guest with the invitation."""
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict, info=PERSONAL)
    asked: Mapped[list[Any]] = mapped_column(default=list, info=HARMLESS)
    """The questions as they stood when they were answered."""
    language: Mapped[str] = mapped_column(String(8), default="", info=HARMLESS)
    zone: Mapped[str] = mapped_column(String(60), default="", info=HARMLESS)
    ticket: Mapped[str] = mapped_column(String(16), default=new_ticket, info=HARMLESS)
    """What the ticket's QR code says at the door; it names the guest and grants nothing."""
    link_number: Mapped[int] = mapped_column(default=0)
    """Raised to make the personal links that were given out worthless."""
    nonce: Mapped[str | None] = mapped_column(String(64), info=HARMLESS)
    """Of the form it came from."""
    digest: Mapped[str] = mapped_column(String(64), default="", info=HARMLESS)
    """Of what that form said, so that the same again is the first answer."""
    share_link_id: Mapped[uuid.UUID | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    queued_at: Mapped[datetime] = mapped_column(default=now)
    """The place in the waiting list: who waits longest moves up first."""
    answered_at: Mapped[datetime | None]
    mailed_sequence: Mapped[int] = mapped_column(default=-1)
    """The SEQUENCE of the last calendar mail to this guest; each has a higher one. -1: none yet."""
    told: Mapped[dict[str, Any]] = mapped_column(default=dict, info=HARMLESS)
    """How they stood and what they knew of the meeting when they were written to last; see `told.py`."""
    feed_number: Mapped[int] = mapped_column(default=0)
    """Raised to make the addresses of this guest's calendar that were given out worthless."""
    reminded_at: Mapped[datetime | None]
    checked_in_at: Mapped[datetime | None]
    checked_in_door: Mapped[str] = mapped_column(String(40), default="", info=HARMLESS)
    excused: Mapped[bool] = mapped_column(default=False)
    """Absent, and had said so; set in the minutes."""


class Scan(TenantOwned, Base):
    """One scan at a door, as its device sent it; the device names it, so that sending it twice is once.

    `outcome`: ``in``; ``double``, when the ticket was in already; ``unknown``, no ticket of this meeting;
    ``undone``. Of two doors that scanned one ticket while offline, the earlier scan lets in (`scanned_at`,
    then `id`), whichever arrives first (`door_rule.py`).
    """

    __tablename__ = "meeting_scan"
    __table_args__ = (
        tenant_foreign_key("meeting_id", "meeting_meeting", ondelete="CASCADE"),
        tenant_foreign_key("guest_id", "meeting_guest", ondelete="CASCADE"),
        Index("ix_meeting_scan_meeting", "tenant_id", "meeting_id", "received_at"),
        Index("ix_meeting_scan_guest", "tenant_id", "guest_id", "scanned_at"),
    )

    meeting_id: Mapped[uuid.UUID]
    guest_id: Mapped[uuid.UUID | None]
    text: Mapped[str] = mapped_column(String(120), default="")
    """What was scanned or typed, where it was no ticket of this meeting."""
    door: Mapped[str] = mapped_column(String(40))
    scanned_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(default=now)
    """When it was last heard of: doors ask what came since."""
    outcome: Mapped[str] = mapped_column(String(8))
    let_in: Mapped[bool] = mapped_column(default=True)
    """Whether the door let the guest in; False where it showed a refusal at once."""
    undone_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    """When somebody looked at this double and closed it."""
    scanned_by: Mapped[uuid.UUID | None]
