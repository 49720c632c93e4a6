"""Two pages that several subjects fill, and the menu of the console; neither knows who fills them.

A view module adds its piece where it is defined::

    @on_card(order=20)
    def coupons(run: Programme, member: Member) -> str:
        return render_template("club/_coupons.html", …)

    ROOMS.add("club_console.offers", "ticket", _l("Offers"), order=20)

A piece is one `<section class="piece">` with an `<h2>` on the card, one `court` at the counter; with nothing
to show it gives an empty text. Pieces stand by `order`: points 10, coupons 20, memberships 30, friends 40.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from hutong import can_open
from plugins.club.models import Member, Programme

Piece = Callable[[Programme, Member], str]


class Pieces:
    """Pieces of one page, in their order. An instance decorates the functions that draw them."""

    def __init__(self) -> None:
        self._pieces: dict[str, tuple[int, Piece]] = {}

    def __call__(self, order: int) -> Callable[[Piece], Piece]:
        """Put a piece at `order`; imported twice, it stands once."""

        def add(piece: Piece) -> Piece:
            self._pieces[f"{piece.__module__}.{piece.__qualname__}"] = (order, piece)
            return piece

        return add

    def drawn(self, run: Programme, member: Member) -> list[Markup]:
        """What the pieces show for a member."""
        in_order = sorted(self._pieces.items(), key=lambda item: (item[1][0], item[0]))
        texts = (piece(run, member) for _name, (_order, piece) in in_order)
        return [Markup(text) for text in texts if text.strip()]  # noqa: S704 - our own templates, autoescaped


on_card = Pieces()
"""Below the card on the customer's phone."""
at_counter = Pieces()
"""Beside a member, when staff serve them."""


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the console's menu of this tool."""

    endpoint: str
    icon: str
    label: Any
    order: int


@dataclass(slots=True)
class Rooms:
    """The parts of this tool's console."""

    _rooms: dict[str, Room] = field(default_factory=dict)

    def add(self, endpoint: str, icon: str, label: Any, order: int) -> None:
        """A room begins at `endpoint`; `label` is a lazy text.

        Members 10, offers 20, points 30, memberships 40, word of mouth 50, places 60, settings 90.
        """
        self._rooms[endpoint] = Room(endpoint, icon, label, order)

    def open_rooms(self) -> list[Room]:
        """Those that whoever is here may enter."""
        return sorted(
            (room for room in self._rooms.values() if can_open(room.endpoint)), key=lambda room: room.order
        )


ROOMS = Rooms()
