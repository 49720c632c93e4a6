"""When could it be? A poll over moments, by link, without an account."""

import uuid
from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hutong import HARMLESS, PERSONAL, Base, TenantOwned, now, tenant_foreign_key


class DatePoll(TenantOwned, Base):
    """The date poll of one meeting."""

    __tablename__ = "meeting_date_poll"
    __table_args__ = (
        tenant_foreign_key("meeting_id", "meeting_meeting", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "meeting_id"),
    )

    meeting_id: Mapped[uuid.UUID]
    hides_votes: Mapped[bool] = mapped_column(default=False)
    """Only the organiser sees who voted how."""
    closes_at: Mapped[datetime | None]
    decides: Mapped[str] = mapped_column(String(8), default="hand")
    """``hand``: the organiser; ``deadline``: the best date, when the poll closes."""
    limit: Mapped[int | None]
    """How many may say yes to one date; None: no limit."""
    one_each: Mapped[bool] = mapped_column(default=False)
    """Everybody takes one date only, as for appointments."""
    decided_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    """Closed by hand before its time."""


class DateOption(TenantOwned, Base):
    """A date to vote on. `taken` (yes votes) is a limit: conditional updates only."""

    __tablename__ = "meeting_date_option"
    __table_args__ = (
        tenant_foreign_key("poll_id", "meeting_date_poll", ondelete="CASCADE"),
        Index("ix_meeting_date_option_poll", "tenant_id", "poll_id", "starts_at"),
    )

    poll_id: Mapped[uuid.UUID]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    all_day: Mapped[bool] = mapped_column(default=False)
    chosen: Mapped[bool] = mapped_column(default=False)
    """The date of the meeting, once it is decided."""
    taken: Mapped[int] = mapped_column(default=0)


class Voter(TenantOwned, Base):
    """Somebody who is asked for a date (`guest_id`) or who voted by the poll's link."""

    __tablename__ = "meeting_voter"
    __table_args__ = (
        tenant_foreign_key("poll_id", "meeting_date_poll", ondelete="CASCADE"),
        tenant_foreign_key("guest_id", "meeting_guest", ondelete="CASCADE"),
        tenant_foreign_key("person_id", "person", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "poll_id", "nonce"),
        Index("ix_meeting_voter_poll", "tenant_id", "poll_id"),
        Index("ix_meeting_voter_guest", "tenant_id", "guest_id"),
    )

    poll_id: Mapped[uuid.UUID]
    guest_id: Mapped[uuid.UUID | None]
    person_id: Mapped[uuid.UUID | None]
    name: Mapped[str] = mapped_column(String(80), info=PERSONAL)
    email: Mapped[str] = mapped_column(String(254), default="", info=PERSONAL)
    note: Mapped[str] = mapped_column(String(300), default="", info=PERSONAL)
    zone: Mapped[str] = mapped_column(String(60), default="", info=HARMLESS)
    language: Mapped[str] = mapped_column(String(8), default="", info=HARMLESS)
    nonce: Mapped[str | None] = mapped_column(String(64), info=HARMLESS)
    """Of the form that brought the first vote."""
    share_link_id: Mapped[uuid.UUID | None]
    voted_at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]
    """Taken out by the organiser; it counts no more, and can be put back. See also `is_aside`."""

    @property
    def is_aside(self) -> bool:
        """Whether the vote looked like a machine's when it came: taken out from the first moment on."""
        return self.removed_at is not None and self.removed_at == self.voted_at


class DateVote(TenantOwned, Base):
    """What a voter says to a date: ``yes``, ``maybe`` (if need be) or ``no``."""

    __tablename__ = "meeting_date_vote"
    __table_args__ = (
        tenant_foreign_key("voter_id", "meeting_voter", ondelete="CASCADE"),
        tenant_foreign_key("option_id", "meeting_date_option", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "voter_id", "option_id"),
        Index("ix_meeting_date_vote_option", "tenant_id", "option_id"),
    )

    voter_id: Mapped[uuid.UUID]
    option_id: Mapped[uuid.UUID]
    answer: Mapped[str] = mapped_column(String(5))
