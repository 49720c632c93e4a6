"""Tables of the complaint box.

What was written lies sealed (`sealing.py`); the columns beside it say only what deadlines and statistics
need, and no time finer than the day. Keys are random, and on SQLite the tables have no rowid: neither
tells in which order things came.
"""

import uuid
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hutong import (
    HARMLESS,
    NOT_MOVED,
    OF_PERSON,
    PERSONAL,
    Base,
    LocalizedText,
    TenantOwned,
    new_code,
    tenant_foreign_key,
)

BoxState = Literal["open", "paused", "closed"]
CaseState = Literal["new", "working", "asking", "closed", "merged"]
"""``asking``: the handler waits for the writer. A case is live until it is ``closed`` or ``merged``."""
LIVE_STATES = ("new", "working", "asking")
Outcome = Literal["solved", "partly", "unfounded", "withdrawn", "silent"]
_UNORDERED = {"sqlite_with_rowid": False}


class _Unordered:
    """Mixin: a random key instead of a time-ordered one."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4, sort_order=-1)


class Keyring(TenantOwned, Base):
    """The community's keys, made when the box is set up; one row. Without it no box can take a letter."""

    __tablename__ = "complaint_keyring"
    __table_args__ = (UniqueConstraint("tenant_id"),)

    recovery_public: Mapped[bytes] = mapped_column(LargeBinary(32))
    """Every case is sealed to it as well; its other half is printed and kept by the owner, not here."""
    sheet: Mapped[int] = mapped_column(default=1)
    """Which printed sheet that is; a new one is one more."""
    receipt_public: Mapped[bytes] = mapped_column(LargeBinary(32))
    receipt_seed: Mapped[bytes] = mapped_column(LargeBinary)
    """The seed of the Ed25519 key that signs receipts, closed with the application's key."""
    code_salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    code_cost: Mapped[str] = mapped_column(String(20))
    """What Argon2id costs by which return codes are stretched; never changed, or no code opens any more."""
    set_up_on: Mapped[date]


class Handler(TenantOwned, Base):
    """A person who reads letters. The secret key is wrapped with the handler's own box password.

    Somebody who was asked and has not chosen a password has no key yet (`public_key` is empty). Whoever no
    longer works here counts as no handler at all: see `queries.active_handlers`.
    """

    __tablename__ = "complaint_handler"
    __table_args__ = (
        tenant_foreign_key("person_id", "person", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "person_id"),
    )

    person_id: Mapped[uuid.UUID]
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    wrapped_secret: Mapped[bytes] = mapped_column(LargeBinary)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    cost: Mapped[str] = mapped_column(String(20), info=HARMLESS)
    is_active: Mapped[bool] = mapped_column(default=True)


class Unlocking(TenantOwned, Base):
    """A handler's open session: the secret key, wrapped with a secret that only the browser's cookie has."""

    __tablename__ = "complaint_unlocking"
    __table_args__ = (
        tenant_foreign_key("handler_id", "complaint_handler", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "token_hash"),
    )

    handler_id: Mapped[uuid.UUID]
    token_hash: Mapped[str] = mapped_column(String(64))
    wrapped_secret: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime]


class Box(TenantOwned, Base):
    """A letter box: its words, who may write how, and in what time answers are due."""

    __tablename__ = "complaint_box"
    __table_args__ = (
        UniqueConstraint("tenant_id", "code"),
        UniqueConstraint("tenant_id", "starter_key"),
    )

    code: Mapped[str] = mapped_column(String(12), default=new_code)
    starter_key: Mapped[str | None] = mapped_column(String(60))
    title: Mapped[LocalizedText]
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Texts by name, each by language: intro, promise, thanks."""
    languages: Mapped[list[str]]
    state: Mapped[str] = mapped_column(String(8), default="open")
    takes_anonymous: Mapped[bool] = mapped_column(default=True)
    takes_named: Mapped[bool] = mapped_column(default=True)
    terms: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Deadlines: see `deadlines.Terms`."""
    keep_days: Mapped[int] = mapped_column(default=365)
    """How long a case is kept after it was closed."""
    escalation_id: Mapped[uuid.UUID | None] = mapped_column(info=OF_PERSON)
    """The person who is told when a deadline has passed; None: owners and admins."""
    shows_names: Mapped[bool] = mapped_column(default=False)
    """Whether writers read a handler's name beside an answer; else what they are in the community."""
    position: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=1)
    """For two people who edit at once."""
    deleted_on: Mapped[date | None]


class Topic(TenantOwned, Base):
    """What a letter can be about; each has handlers and may ask questions of its own."""

    __tablename__ = "complaint_topic"
    __table_args__ = (
        tenant_foreign_key("box_id", "complaint_box", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "box_id", "key"),
    )

    box_id: Mapped[uuid.UUID]
    key: Mapped[str] = mapped_column(String(40))
    """The option's id in the form; stable."""
    title: Mapped[LocalizedText]
    hint: Mapped[LocalizedText] = mapped_column(default=dict)
    questions: Mapped[list[Any]] = mapped_column(default=list)
    """Questions of `core/fields`, asked when this topic is chosen."""
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)


class TopicHandler(TenantOwned, Base):
    """Who handles a topic. A topic without anybody goes to all active handlers."""

    __tablename__ = "complaint_topic_handler"
    __table_args__ = (
        tenant_foreign_key("topic_id", "complaint_topic", ondelete="CASCADE"),
        tenant_foreign_key("handler_id", "complaint_handler", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "topic_id", "handler_id"),
    )

    topic_id: Mapped[uuid.UUID]
    handler_id: Mapped[uuid.UUID]


class Case(_Unordered, TenantOwned, Base):
    """One letter and what became of it."""

    __tablename__ = "complaint_case"
    __table_args__ = (
        tenant_foreign_key("box_id", "complaint_box"),
        tenant_foreign_key("topic_id", "complaint_topic"),
        UniqueConstraint("tenant_id", "lookup"),
        UniqueConstraint("tenant_id", "nonce_hash"),
        Index("ix_complaint_case_due", "tenant_id", "state", "answer_due"),
        Index("ix_complaint_case_closed", "tenant_id", "state", "closed_on"),
        _UNORDERED,
    )

    box_id: Mapped[uuid.UUID]
    topic_id: Mapped[uuid.UUID]
    state: Mapped[str] = mapped_column(String(8), default="new", info=HARMLESS)
    is_named: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[uuid.UUID | None]
    """The member who wrote with their name; never of an anonymous letter."""
    received_on: Mapped[date]
    """The day in the community's time zone. Nothing here has a finer time."""
    lookup: Mapped[bytes] = mapped_column(LargeBinary(32), info=HARMLESS)
    """Half of what Argon2id makes of the return code; the other half opens `writer_key` and is not kept."""
    nonce_hash: Mapped[bytes] = mapped_column(LargeBinary(32), info=HARMLESS)
    """Of the form token, so that a repeat is known; the token itself is nowhere."""
    writer_key: Mapped[bytes] = mapped_column(LargeBinary, info=HARMLESS)
    """The talk key, wrapped for the writer."""
    recovery_key: Mapped[bytes] = mapped_column(LargeBinary, info=HARMLESS)
    """Both keys of the case, sealed to the printed recovery key."""
    notes_public: Mapped[bytes] = mapped_column(LargeBinary(32), info=HARMLESS)
    """What originals of files are sealed to: a writer who comes back can send some and open none."""
    sheet: Mapped[int] = mapped_column(default=1)
    """The sheet whose key that was (`Keyring.sheet`)."""
    content: Mapped[bytes] = mapped_column(LargeBinary, info=HARMLESS)
    """The letter (`letters.Letter`), locked with the talk key."""
    identity: Mapped[bytes | None] = mapped_column(LargeBinary, info=PERSONAL)
    """Name and contact of a named letter, locked with the talk key."""
    push: Mapped[bytes | None] = mapped_column(LargeBinary, info=HARMLESS)
    """Where the writer's browser is told of answers, locked with the talk key."""
    ack_due: Mapped[date | None]
    answer_due: Mapped[date | None]
    acknowledged_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    """Empty again when the writer adds something: an answer is owed (`progress`)."""
    reminded_on: Mapped[date | None]
    """The day of the last reminder, of the clock that runs now."""
    escalated_on: Mapped[date | None]
    """The day a passed deadline was last reported, of the clock that runs now."""
    closed_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(String(12), default="", info=HARMLESS)
    rating: Mapped[int | None]
    """1 to 5, by the writer once the case is closed."""
    assigned_id: Mapped[uuid.UUID | None] = mapped_column(info=NOT_MOVED)
    """The handler who has it in hand."""
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(info=NOT_MOVED)
    is_aside: Mapped[bool] = mapped_column(default=False)
    """Whether it looked like a machine's: set aside for the handlers to check, never dropped."""
    is_held: Mapped[bool] = mapped_column(default=False)
    """Legal hold: never deleted while it is set."""
    told: Mapped[bool] = mapped_column(default=False)
    """Whether the handlers were told of it by mail."""
    unread: Mapped[bool] = mapped_column(default=True)
    """Whether the writer said something that no handler has opened yet."""
    revision: Mapped[int] = mapped_column(default=1)


class CaseKey(_Unordered, TenantOwned, Base):
    """Both keys of a case, sealed to one handler: whoever has no row cannot read the case.

    An empty seal: they may read it, but nobody who can has sealed the keys to them yet.
    """

    __tablename__ = "complaint_case_key"
    __table_args__ = (
        tenant_foreign_key("case_id", "complaint_case", ondelete="CASCADE"),
        tenant_foreign_key("handler_id", "complaint_handler", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "case_id", "handler_id"),
        Index("ix_complaint_case_key_handler", "tenant_id", "handler_id"),
        _UNORDERED,
    )

    case_id: Mapped[uuid.UUID]
    handler_id: Mapped[uuid.UUID]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Recusal(_Unordered, TenantOwned, Base):
    """A handler who must not see a case: gets no key to it, and it does not exist for them."""

    __tablename__ = "complaint_recusal"
    __table_args__ = (
        tenant_foreign_key("case_id", "complaint_case", ondelete="CASCADE"),
        tenant_foreign_key("handler_id", "complaint_handler", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "case_id", "handler_id"),
        _UNORDERED,
    )

    case_id: Mapped[uuid.UUID]
    handler_id: Mapped[uuid.UUID]


class Message(_Unordered, TenantOwned, Base):
    """One line of the talk between writer and handlers, after the letter itself."""

    __tablename__ = "complaint_message"
    __table_args__ = (
        tenant_foreign_key("case_id", "complaint_case", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "case_id", "number"),
        UniqueConstraint("tenant_id", "nonce_hash"),
        _UNORDERED,
    )

    case_id: Mapped[uuid.UUID]
    number: Mapped[int]
    """Counts within the case, from 1."""
    written_on: Mapped[date]
    handler_id: Mapped[uuid.UUID | None]
    """None: the writer."""
    body: Mapped[bytes] = mapped_column(LargeBinary)
    """Locked with the talk key."""
    nonce_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    """Of the writer's form token."""


class Note(_Unordered, TenantOwned, Base):
    """What handlers write for each other; locked with a key that the writer's code does not open."""

    __tablename__ = "complaint_note"
    __table_args__ = (
        tenant_foreign_key("case_id", "complaint_case", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "case_id", "number"),
        _UNORDERED,
    )

    case_id: Mapped[uuid.UUID]
    number: Mapped[int]
    written_on: Mapped[date]
    handler_id: Mapped[uuid.UUID]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    """Locked with the notes key."""


class Attachment(_Unordered, TenantOwned, Base):
    """A file of a letter (no message) or of a message. It lies here and not on disk: a file has a time."""

    __tablename__ = "complaint_attachment"
    __table_args__ = (
        tenant_foreign_key("case_id", "complaint_case", ondelete="CASCADE"),
        tenant_foreign_key("message_id", "complaint_message", ondelete="CASCADE"),
        Index("ix_complaint_attachment_case", "tenant_id", "case_id"),
        _UNORDERED,
    )

    case_id: Mapped[uuid.UUID]
    message_id: Mapped[uuid.UUID | None]
    position: Mapped[int]
    about: Mapped[bytes] = mapped_column(LargeBinary)
    """Name, kind, type and size (`attachments.About`), locked with the talk key."""
    cleaned: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """The file without its metadata, locked with the talk key."""
    original: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """The file as it came, where its sender wanted it kept; sealed to `Case.notes_public`: handlers only."""


class Event(_Unordered, TenantOwned, Base):
    """One line of what happened to a case: never changed, and kept when the case is deleted."""

    __tablename__ = "complaint_event"
    __table_args__ = (
        Index("ix_complaint_event_day", "tenant_id", "day"),
        # With all that is read by case: SQLite, before it knows how many rows there are, reads the whole
        # tenant's by the primary key rather than look rows up.
        Index("ix_complaint_event_case", "tenant_id", "case_id", "kind", "day", "value"),
        _UNORDERED,
    )

    case_id: Mapped[uuid.UUID]
    box_id: Mapped[uuid.UUID]
    topic_id: Mapped[uuid.UUID]
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(16))
    """See `events.KINDS`."""
    handler_id: Mapped[uuid.UUID | None]
    value: Mapped[str] = mapped_column(String(40), default="")
    """What belongs to the kind: an outcome, a rating, a handler's id, a number of days."""


class Change(TenantOwned, Base):
    """One line of "you said, we did"; written by a person, never taken from a letter."""

    __tablename__ = "complaint_change"

    box_id: Mapped[uuid.UUID | None]
    starter_key: Mapped[str | None] = mapped_column(String(60))
    said: Mapped[LocalizedText]
    did: Mapped[LocalizedText]
    month: Mapped[date]
    is_published: Mapped[bool] = mapped_column(default=False)
    deleted_on: Mapped[date | None]
