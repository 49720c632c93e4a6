"""Short notices after an action ("Moved to the bin. Undo"), shown once on the next page of the console."""

from typing import Literal, TypedDict

from flask import flash, g, get_flashed_messages


class Notice(TypedDict):
    """What the toast shows; `undo_url` takes a POST that reverses the action."""

    text: str
    undo_url: str
    kind: str


def notify(text: str, *, undo_url: str = "", kind: Literal["done", "bad"] = "done") -> None:
    """Say `text` on the next page this browser sees."""
    flash(Notice(text=text, undo_url=undo_url, kind=kind))  # type: ignore[arg-type]


def pending_notices() -> list[Notice]:
    """The notices to show on this page. The public side keeps none: it sets no session cookie."""
    place = g.get("place")
    if place is None or place.surface == "public":
        return []
    return get_flashed_messages()  # type: ignore[return-value]
