"""What tools are called, for as long as they are not there to say so themselves."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, LocalizedText, now


class KnownTool(Base):
    """A plugin that was installed once; written down at each start of the installation."""

    __tablename__ = "known_tool"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    title: Mapped[LocalizedText]
    icon: Mapped[str] = mapped_column(String(40), default="plug")
    seen_at: Mapped[datetime] = mapped_column(default=now)
