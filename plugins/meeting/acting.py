"""What guests do, written into the book of acts: a seat that is given back counts nowhere any more."""

from datetime import datetime

from hutong import Stage, record_act, record_act_once, take_back_act
from plugins.meeting.models import Guest
from plugins.meeting.queries import HOLDS_SEAT


def record_registration(guest: Guest) -> None:
    """The guest holds a seat from `answered_at` on, which is an order; who waits for one has the intent."""
    record_act_once(
        _key(guest, guest.answered_at),
        stage="order" if guest.state == HOLDS_SEAT else "intent",
        verb="register",
        plugin="meeting",
        object_kind="meeting",
        object_id=guest.meeting_id,
        person_id=guest.person_id,
        share_link_id=guest.share_link_id,
    )


def take_back_registration(guest: Guest, held_since: datetime | None) -> None:
    """The seat that the guest held since then is given back; their intent stays what it was."""
    take_back_act(_key(guest, held_since), verb="register")


def record_cancelling(guest: Guest) -> None:
    """The guest does not come after all."""
    stage: Stage = "back"
    record_act(
        stage=stage,
        verb="cancel",
        plugin="meeting",
        object_kind="meeting",
        object_id=guest.meeting_id,
        person_id=guest.person_id,
        share_link_id=guest.share_link_id,
    )


def _key(guest: Guest, moment: datetime | None) -> str:
    return f"meeting:{guest.id}:{moment.timestamp() if moment else 0}"
