"""Tables of the lottery."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hutong import Base, TenantOwned, now


class Ticket(TenantOwned, Base):
    """One ticket; a name takes one."""

    __tablename__ = "lottery_ticket"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    name: Mapped[str] = mapped_column(String(80))
    taken_at: Mapped[datetime] = mapped_column(default=now)
