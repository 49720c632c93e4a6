"""Which other rows of the list are the same guest's: what one personal link may lead on to.

A person is no proof: `meet_contact` makes one of an address that anybody can type, and a friend who registers
on somebody's phone is put down as its owner. Where the link went out by mail only (``invited``) its holder
has the address; then the rows of that person with that address are theirs. Everybody else has their own row.
"""

from sqlalchemy import ColumnElement

from plugins.meeting.models import Guest, Meeting

PROVED = "invited"
"""The `Guest.origin` of a link that nobody was shown who had only typed the address."""


def is_proved(guest: Guest) -> bool:
    """Whether whoever holds this guest's link has read the mail at their address."""
    return guest.origin == PROVED and bool(guest.email) and guest.person_id is not None


def rows_of(guest: Guest) -> ColumnElement[bool]:
    """The condition for rows that the holder of this guest's link may see."""
    own = Guest.id == guest.id
    if not is_proved(guest):
        return own
    return own | ((Guest.person_id == guest.person_id) & (Guest.email == guest.email))


def leave_to_mailbox(meeting: Meeting, guest: Guest) -> None:
    """Before a mail with the link: from now on only who reads it has one; what a form had shown ends.

    Who still needs the organiser's approval stays registered, for the invited need none.
    """
    if guest.origin != "registered" or not guest.email:
        return
    guest.link_number += 1
    if not meeting.approval or guest.state in {"invited", "coming", "waiting"}:
        guest.origin = PROVED
