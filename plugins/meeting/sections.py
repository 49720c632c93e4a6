"""Three pages that several subjects fill, and the rooms of a meeting; none of them knows who fills them.

A module adds its piece where it is defined::

    @on_page(order=30)
    def agenda(meeting: Meeting) -> str:
        return render_template("meeting/_agenda.html", …)

    ROOMS.add("meeting_console.guests", "people", _l("Guests"), order=20)

A piece is one `<section>` with an `<h2>` on public pages (or a lone link), one `court` in the console; with
nothing to show it gives an empty text. Places by `order`: date poll 10, calendar 15, registration 20,
agenda 30, live 40, minutes 50.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, ParamSpec

from markupsafe import Markup

from hutong import can_open
from plugins.meeting.models import Guest, Meeting

Shown = ParamSpec("Shown")


class Pieces(Generic[Shown]):
    """Pieces of one page, in their order. An instance decorates the functions that draw them."""

    def __init__(self) -> None:
        self._pieces: dict[str, tuple[int, Callable[Shown, str]]] = {}

    def __call__(self, order: int) -> Callable[[Callable[Shown, str]], Callable[Shown, str]]:
        """Put a piece at `order`; imported twice, it stands once."""

        def add(piece: Callable[Shown, str]) -> Callable[Shown, str]:
            self._pieces[f"{piece.__module__}.{piece.__qualname__}"] = (order, piece)
            return piece

        return add

    def drawn(self, *shown: Shown.args, **more: Shown.kwargs) -> list[Markup]:
        """What the pieces show."""
        in_order = sorted(self._pieces.items(), key=lambda item: (item[1][0], item[0]))
        texts = (piece(*shown, **more) for _name, (_order, piece) in in_order)
        return [Markup(text) for text in texts if text.strip()]  # noqa: S704 - our own templates, autoescaped


on_page: Pieces[[Meeting]] = Pieces()
"""Below the head of the meeting's public page, which is kept: nothing of who looks stands there and
no form with a token; a change of what it shows calls `touch_tenant`, what follows the clock `changes_at`."""
on_ticket: Pieces[[Meeting, Guest]] = Pieces()
"""On the page that is a guest's own: invitation, ticket, what is open to them."""
in_hub: Pieces[[Meeting]] = Pieces()
"""On the meeting's first page in the console: what it needs from its organiser, and how it stands."""


@dataclass(frozen=True, slots=True)
class Room:
    """One part of a meeting's console; its endpoint takes `meeting_id`."""

    endpoint: str
    icon: str
    label: Any
    order: int


@dataclass(slots=True)
class Rooms:
    """The parts of a meeting's console."""

    _rooms: dict[str, Room] = field(default_factory=dict)

    def add(self, endpoint: str, icon: str, label: Any, order: int) -> None:
        """A room begins at `endpoint`; `label` is a lazy text.

        Date poll 10, guests 20, agenda 30, door 40, live 50, minutes 60, settings 90.
        """
        self._rooms[endpoint] = Room(endpoint, icon, label, order)

    def open_rooms(self) -> list[Room]:
        """Those that whoever is here may enter."""
        return sorted(
            (room for room in self._rooms.values() if can_open(room.endpoint)), key=lambda room: room.order
        )

    def at(self, order: int) -> "Room | None":
        """The room at this place, for a button that leads there; None where whoever is here may not in."""
        return next((room for room in self.open_rooms() if room.order == order), None)


ROOMS = Rooms()
