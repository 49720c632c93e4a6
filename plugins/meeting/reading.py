"""Who may read which material."""

from collections.abc import Iterable, Sequence

from plugins.meeting.models import Guest, Material

FOR_WHOM = ("all", "guests", "present", "staff")


def may_read(material: Material, guest: Guest | None) -> bool:
    """Whether somebody on the public side may; `guest` is who has shown a personal link, None is anybody."""
    match material.for_whom:
        case "all":
            return True
        case "guests":
            return guest is not None and guest.state == "coming"
        case "present":
            return guest is not None and guest.state == "coming" and guest.checked_in_at is not None
        case _:
            return False


def readable(materials: Iterable[Material], guest: Guest | None) -> Sequence[Material]:
    """Those that somebody may read."""
    return [material for material in materials if may_read(material, guest)]
