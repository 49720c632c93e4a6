"""What happens to a card besides points: it is stopped and started, gets a new number, its holder leaves."""

from sqlalchemy import update

from hutong import changed_rows, db
from plugins.club.errors import StoppedCardError
from plugins.club.models import Member
from plugins.club.numbers import new_card_code, new_number


def stop_card(member: Member) -> bool:
    """Nothing is recorded or redeemed with it from now on; what is on it stays. False where it was so."""
    return _move(member, "active", "stopped")


def start_card(member: Member) -> bool:
    """A stopped card works again. False where it was not stopped."""
    return _move(member, "stopped", "active")


def leave_club(member: Member) -> bool:
    """The holder leaves the club; joining again brings back what they had. False where they had no card."""
    return _move(member, "active", "left")


def renew_card(member: Member) -> Member:
    """A new number and a new code: what was written down or photographed of the old ones opens nothing.

    A stopped card works again by it, with its new number. Raises `StoppedCardError` for who has left.
    """
    if member.state == "left" or member.merged_into is not None:
        raise StoppedCardError
    member.number, member.code, member.state = new_number(), new_card_code(), "active"
    db.session.flush()
    return member


def _move(member: Member, before: str, after: str) -> bool:
    moved = changed_rows(
        update(Member).where(Member.id == member.id, Member.state == before).values(state=after)
    )
    return moved > 0
