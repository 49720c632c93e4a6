"""Who can be given something to do: colleagues, and guests of the meeting."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from hutong import db, gettext as _
from hutong.people import colleagues, person_names
from plugins.meeting.models import Action, Guest, Meeting

CHOSEN_BY_HAND = ""
AT_MOST = 300
Choices = dict[str, Sequence[tuple[str, str]]]


def owner_choices(meeting: Meeting, action: Action | None = None) -> Choices:
    """Groups of a list to choose from; whoever has the `action` now is always in it."""
    known = action.guest_id if action else None
    guests = [(f"guest:{guest.id}", guest.name) for guest in _guests(meeting, known)]
    staff = [(f"colleague:{person_id}", name) for person_id, name in colleague_names().items()]
    if action is not None and action.guest_id is None and action.person_id is not None:
        now_chosen = (f"colleague:{action.person_id}", action.owner)
        if now_chosen[0] not in dict(staff):
            staff.append(now_chosen)
    groups: Choices = {_("Nobody yet, or another name"): [(CHOSEN_BY_HAND, _("Nobody from the lists"))]}
    if staff:
        groups[_("Colleagues")] = staff
    if guests:
        groups[_("Guests")] = guests
    return groups


def colleague_names() -> Mapping[uuid.UUID, str]:
    """Who works in the console, by name."""
    return person_names(colleague.id for colleague in colleagues())


def _guests(meeting: Meeting, known: uuid.UUID | None) -> Sequence[Guest]:
    """Who was there or was to come, by name; and the guest `known`, of whichever meeting."""
    found = list(
        db.session.scalars(
            select(Guest)
            .where(Guest.meeting_id == meeting.id, Guest.state.in_(("coming", "maybe", "invited")))
            .order_by(Guest.checked_in_at.is_(None), Guest.name, Guest.id)
            .limit(AT_MOST)
        )
    )
    if known is not None and known not in {guest.id for guest in found}:
        found += db.session.scalars(select(Guest).where(Guest.id == known))
    return found
