"""Tables of surveys.

A survey's row holds the draft and the switches; what respondents see is an immutable version, and each
response pins the version it answers. Counters are kept beside the responses, so that results never read
them: `SurveyCount` has the sums, `SurveyTally` what PostgreSQL has not summed up yet.
"""

import uuid
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import BigInteger, Index, String, UniqueConstraint, column
from sqlalchemy.orm import Mapped, mapped_column

from hutong import HARMLESS, PERSONAL, Base, LocalizedText, TenantOwned, new_code, now, tenant_foreign_key

SurveyState = Literal["draft", "open", "paused", "closed"]
ResponseState = Literal["accepted", "test", "quarantined", "deleted"]


class Survey(TenantOwned, Base):
    """One survey: its draft, and how the published version is open to respondents."""

    __tablename__ = "survey_survey"
    __table_args__ = (
        UniqueConstraint("tenant_id", "code"),
        UniqueConstraint("tenant_id", "starter_key"),
    )

    code: Mapped[str] = mapped_column(String(12), default=new_code)
    starter_key: Mapped[str | None] = mapped_column(String(60))
    title: Mapped[LocalizedText]
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Texts by name, each by language: intro, who, why, submit, thanks_title, thanks_text."""
    draft: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    undo: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    """The draft before the last change, for "Undo"."""
    languages: Mapped[list[str]]
    state: Mapped[str] = mapped_column(String(8), default="draft")
    version_number: Mapped[int] = mapped_column(default=0)
    """The version respondents see; 0 before the first."""
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    cap: Mapped[int | None]
    taken: Mapped[int] = mapped_column(default=0)
    """How much of the cap is used; kept only while there is one."""
    keep_days: Mapped[int] = mapped_column(default=365)
    nameless: Mapped[bool] = mapped_column(default=False)
    """Names are not taken, not even a member's."""
    notify: Mapped[str] = mapped_column(String(8), default="daily")
    """``off``, ``each`` or ``daily``."""
    told: Mapped[int] = mapped_column(default=0)
    """How many answers there were when the owner was last told by mail."""
    seen: Mapped[int] = mapped_column(default=0)
    """How many answers there were when the results were last looked at."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]


class SurveyVersion(TenantOwned, Base):
    """What was published; never changed."""

    __tablename__ = "survey_version"
    __table_args__ = (
        tenant_foreign_key("survey_id", "survey_survey", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "survey_id", "number"),
    )

    survey_id: Mapped[uuid.UUID]
    number: Mapped[int]
    title: Mapped[LocalizedText]
    texts: Mapped[dict[str, Any]]
    definition: Mapped[dict[str, Any]]
    languages: Mapped[list[str]]
    keep_days: Mapped[int]
    nameless: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[datetime] = mapped_column(default=now)
    published_by: Mapped[uuid.UUID | None]


class SurveyResponse(TenantOwned, Base):
    """One respondent's answers, by question id. A test of a draft has no version."""

    __tablename__ = "survey_response"
    __table_args__ = (
        tenant_foreign_key("survey_id", "survey_survey", ondelete="CASCADE"),
        tenant_foreign_key("version_id", "survey_version", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "survey_id", "nonce"),
        Index("ix_survey_response_list", "tenant_id", "survey_id", "state", "id"),
        Index("ix_survey_response_age", "tenant_id", "survey_id", "submitted_at"),
        Index(
            "ix_survey_response_person",
            "tenant_id",
            "person_id",
            sqlite_where=column("person_id").is_not(None),
            postgresql_where=column("person_id").is_not(None),
        ),
    )

    survey_id: Mapped[uuid.UUID]
    version_id: Mapped[uuid.UUID | None]
    answers: Mapped[dict[str, Any]] = mapped_column(info=PERSONAL)
    language: Mapped[str] = mapped_column(String(16), info=HARMLESS)
    nonce: Mapped[str] = mapped_column(String(40), info=HARMLESS)
    digest: Mapped[str] = mapped_column(String(64), info=HARMLESS)
    state: Mapped[str] = mapped_column(String(12), default="accepted", info=HARMLESS)
    former_state: Mapped[str] = mapped_column(String(12), default="", info=HARMLESS)
    """What a deleted response was before; for "Undo"."""
    flagged: Mapped[bool] = mapped_column(default=False)
    reasons: Mapped[list[str]] = mapped_column(default=list, info=HARMLESS)
    """Why a quarantined one looked like a machine's."""
    person_id: Mapped[uuid.UUID | None]
    """Set only where the form told this person so and they let it (`by_name.py`)."""
    share_link_id: Mapped[uuid.UUID | None]
    submitted_at: Mapped[datetime] = mapped_column(default=now)
    seconds: Mapped[int] = mapped_column(default=0)
    deleted_at: Mapped[datetime | None]


class SurveyCount(TenantOwned, Base):
    """How many accepted responses say something; the keys are those of `counting.amounts_of`."""

    __tablename__ = "survey_count"
    __table_args__ = (
        tenant_foreign_key("survey_id", "survey_survey", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "survey_id", "key"),
    )

    survey_id: Mapped[uuid.UUID]
    key: Mapped[str] = mapped_column(String(120))
    n: Mapped[int] = mapped_column(BigInteger, default=0)


class SurveyTally(TenantOwned, Base):
    """One response's amounts waiting to be summed up (PostgreSQL only); negative when it is taken back."""

    __tablename__ = "survey_tally"
    __table_args__ = (
        tenant_foreign_key("survey_id", "survey_survey", ondelete="CASCADE"),
        Index("ix_survey_tally_survey", "tenant_id", "survey_id"),
    )

    survey_id: Mapped[uuid.UUID]
    amounts: Mapped[dict[str, Any]]
