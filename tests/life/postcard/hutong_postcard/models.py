"""Tables of the postcards."""

import uuid
from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hutong import Base, TenantOwned, now, tenant_foreign_key


class Card(TenantOwned, Base):
    """A card with its greeting."""

    __tablename__ = "postcard_card"
    __table_args__ = (Index("ix_postcard_card_key", "tenant_id", "key", unique=True),)

    key: Mapped[str] = mapped_column(String(40))
    greeting: Mapped[str] = mapped_column(String(200))
    printed_at: Mapped[datetime] = mapped_column(default=now)


class Stamp(TenantOwned, Base):
    """A stamp on a card."""

    __tablename__ = "postcard_stamp"
    __table_args__ = (tenant_foreign_key("card_id", "postcard_card", ondelete="CASCADE"),)

    card_id: Mapped[uuid.UUID]
    value: Mapped[int]
