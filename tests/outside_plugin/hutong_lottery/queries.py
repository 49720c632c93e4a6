"""What can be read about tickets."""

from collections.abc import Sequence

from sqlalchemy import select

from hutong import db
from hutong_lottery.models import Ticket


def tickets() -> Sequence[Ticket]:
    """All tickets of the tenant, the first taken first."""
    return db.session.scalars(select(Ticket).order_by(Ticket.taken_at, Ticket.id)).all()


def ticket_of(name: str) -> Ticket | None:
    return db.session.scalar(select(Ticket).where(Ticket.name == name))
