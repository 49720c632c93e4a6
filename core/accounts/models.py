"""Tables about accounts. They are global: one account may work in several tenants."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Base, HasId, now


class Account(Base, HasId):
    """A login. Without an e-mail address it is a guest's: it lives in one browser until it is claimed."""

    __tablename__ = "account"

    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    name: Mapped[str] = mapped_column(String(80), default="")
    language: Mapped[str] = mapped_column(String(8), default="zh")
    confirmed_at: Mapped[datetime | None]
    is_operator: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def is_guest(self) -> bool:
        """Whether it has not been claimed with an e-mail address."""
        return self.email is None


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
