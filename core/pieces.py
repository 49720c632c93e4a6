"""One page that several subjects of a tool fill, and the menu of its console; neither knows who fills it.

A module of the tool adds its piece where it is defined::

    on_page: Pieces[[Draw]] = Pieces()

    @on_page(order=20)
    def prizes(draw: Draw) -> str:
        return render_template("lottery/_prizes.html", …)

    ROOMS = Rooms()
    ROOMS.add("lottery_console.prizes", "gift", _l("Prizes"), order=20)

With nothing to show a piece gives an empty text.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, ParamSpec

from markupsafe import Markup

from core.permissions import can_open

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
        return [Markup(text) for text in texts if text.strip()]  # noqa: S704 - templates, autoescaped


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of a tool's menu in the console."""

    endpoint: str
    icon: str
    label: Any
    order: int


@dataclass(slots=True)
class Rooms:
    """The parts of a tool's console."""

    _rooms: dict[str, Room] = field(default_factory=dict)

    def add(self, endpoint: str, icon: str, label: Any, order: int) -> None:
        """A room begins at `endpoint`; `label` is a lazy text."""
        self._rooms[endpoint] = Room(endpoint, icon, label, order)

    def open_rooms(self) -> list[Room]:
        """Those that whoever is here may enter."""
        return sorted(
            (room for room in self._rooms.values() if can_open(room.endpoint)), key=lambda room: room.order
        )

    def at(self, order: int) -> Room | None:
        """The room at this place, for a button that leads there; None where whoever is here may not in."""
        return next((room for room in self.open_rooms() if room.order == order), None)
