"""What guests do, written into the book of acts."""

from typing import Literal

from hutong import record_act
from plugins.meeting.models import Guest


def record_guest_act(guest: Guest, verb: str, stage: Literal["intent", "order", "service"]) -> None:
    """Note that a guest did this to their meeting, and by which link they came."""
    record_act(
        stage=stage,
        verb=verb,
        plugin="meeting",
        object_kind="meeting",
        object_id=guest.meeting_id,
        person_id=guest.person_id,
        share_link_id=guest.share_link_id,
    )
