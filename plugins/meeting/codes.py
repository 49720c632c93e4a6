"""Codes of the tool."""

from hutong import new_code

TICKET_LENGTH = 10


def new_ticket() -> str:
    """A ticket's code: said, typed or scanned at the door; it grants nothing."""
    return new_code(TICKET_LENGTH)
