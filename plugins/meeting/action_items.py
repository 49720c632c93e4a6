"""Things to do: written down in the minutes, given to somebody, moved on, ticked off."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from hutong import db, now
from plugins.meeting.models import Action, Guest, Meeting


@dataclass(frozen=True, slots=True)
class Owner:
    """Who does it: a colleague (`person_id`), a guest, or just a name."""

    name: str
    person_id: uuid.UUID | None = None
    guest_id: uuid.UUID | None = None


NOBODY = Owner("")


def owned_by_guest(guest: Guest) -> Owner:
    """A guest as owner; the person they are goes with them."""
    return Owner(guest.name, guest.person_id, guest.id)


def add_action(meeting: Meeting, text: str, owner: Owner = NOBODY, due_on: date | None = None) -> Action:
    """Write down something to do, below the others."""
    last = db.session.scalar(
        select(func.coalesce(func.max(Action.position), 0)).where(Action.meeting_id == meeting.id)
    )
    action = Action(
        meeting_id=meeting.id, series_id=meeting.series_id, text=text, position=(last or 0) + 1, due_on=due_on
    )
    _give(action, owner)
    db.session.add(action)
    db.session.flush()
    return action


def change_action(action: Action, *, text: str, owner: Owner, due_on: date | None) -> None:
    """Say it better, give it to somebody else, or move it on; another day is reminded of anew."""
    if due_on != action.due_on or (owner.person_id, owner.guest_id) != (action.person_id, action.guest_id):
        action.reminded_on = None
    action.text, action.due_on = text, due_on
    _give(action, owner)


def tick_off(action: Action) -> bool:
    """It is done. False where it was."""
    was_open = action.done_at is None
    action.done_at = action.done_at or now()
    return was_open


def open_again(action: Action) -> None:
    """It is not done yet."""
    action.done_at = None


def remove_action(action: Action) -> None:
    """Take it off the minutes; it can come back."""
    action.deleted_at = now()


def bring_back_action(action: Action) -> None:
    """Undo `remove_action`."""
    action.deleted_at = None


def _give(action: Action, owner: Owner) -> None:
    action.owner, action.person_id, action.guest_id = owner.name[:80], owner.person_id, owner.guest_id
