"""Tables about accounts. They are global: one account may work in several tenants."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Base, HasId, now


class Account(Base, HasId):
    """A login. Without any address it is a guest's: it lives in one browser until its trial is claimed.

    `claimed_email` is what its holder says but nobody has confirmed yet. Several accounts may claim one
    address, and claiming never tells whether an account has it: only the mail that goes there does.
    """

    __tablename__ = "account"

    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    claimed_email: Mapped[str | None] = mapped_column(String(254), index=True)
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    name: Mapped[str] = mapped_column(String(80), default="")
    language: Mapped[str] = mapped_column(String(8), default="zh")
    confirmed_at: Mapped[datetime | None]
    is_operator: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def is_guest(self) -> bool:
        """Whether nobody has said an address for it yet."""
        return self.address is None

    @property
    def address(self) -> str | None:
        """The confirmed address, else the one it claims to have."""
        return self.email or self.claimed_email


class AccountSession(Base, HasId):
    """One signed-in browser; deleting the row signs it out at its next request."""

    __tablename__ = "account_session"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    account: Mapped[Account] = relationship()


class AccountToken(Base, HasId):
    """A mailed or printed link that grants one thing once: confirm, reset, operator."""

    __tablename__ = "account_token"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
