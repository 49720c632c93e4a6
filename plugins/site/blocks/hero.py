"""The top of a page: picture, promise, one or two ways on."""

from typing import Literal

from plugins.site.blocks.parts import Block, Name, Part, Pictured, Target, Text, items, no_text


class Way(Part):
    """A button."""

    label: Name
    to: Target


class Hero(Block, Pictured):
    """`title` breaks its lines by hand; `show_now` says whether it is open, from the site's hours."""

    kind: Literal["hero"]
    title: Name
    lead: Text = no_text()
    show_now: bool = False
    buttons: tuple[Way, ...] = items(2)

    @property
    def photos(self) -> tuple[str, ...]:
        return (self.photo,) if self.photo else ()
