"""What can be done with tickets."""

from hutong import db, record_act
from hutong_lottery.models import Ticket
from hutong_lottery.queries import ticket_of


def take_ticket(*, name: str) -> Ticket:
    """Give `name` its ticket; asking again gives the same one."""
    ticket = ticket_of(name)
    if ticket is None:
        ticket = Ticket(name=name)
        db.session.add(ticket)
        db.session.flush()
        record_act(stage="intent", verb="take", plugin="lottery", object_kind="ticket", object_id=ticket.id)
    return ticket
