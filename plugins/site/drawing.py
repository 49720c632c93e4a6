"""Drawing a page: everything a rendering needs is gathered in a fixed number of queries, then laid out.

It works on the public side, in the console's preview and inside an uncommitted transaction (the gallery):
no address is taken from the request at hand but through `Surroundings`.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import render_template
from markupsafe import Markup, escape

from hutong import TenantInfo, babel_locale, force_locale, now, text_in
from hutong.pages import block_kinds, changes_at, drawn_block, formatted, things_to_share
from hutong.photos import Photo, photo_url, photos_by_code
from plugins.site.addresses import Addresses
from plugins.site.blocks import Block, Contributed, Hours, Pictured
from plugins.site.content import PageContent
from plugins.site.opening import next_change, opening_at
from plugins.site.opening_words import state_in_words
from plugins.site.page_layout import layout_context
from plugins.site.queries import PublicPage, drawings
from plugins.site.table_of_hours import HoursRow, hours_rows
from plugins.site.targets import phone_target

FRESH = timedelta(seconds=60)
"""What other tools draw into a page may change without this plugin hearing of it: kept this long."""
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,6}")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What surrounds a page where it is shown: its addresses, and what the layout is told."""

    page_url: Callable[[PublicPage], str]
    home_url: str
    own_url: str = ""
    layout: Mapping[str, Any] = field(default_factory=dict)


def draw_page(
    tenant: TenantInfo,
    page: PublicPage,
    published: Sequence[PublicPage],
    language: str,
    around: Surroundings,
) -> str:
    """The whole page in `language`; `published` are the pages that it can lead to."""
    with force_locale(babel_locale(language)):
        drawing = Drawing(tenant, page, page.parsed(), published, language, around)
        changes_at(drawing.fresh_until)
        return render_template("site/page.html", **layout_context(drawing))


class Drawing:
    """What the templates of blocks ask: texts, addresses, pictures, hours, blocks of other tools."""

    def __init__(  # noqa: PLR0917 - one caller, just above
        self,
        tenant: TenantInfo,
        page: PublicPage,
        content: PageContent,
        published: Sequence[PublicPage],
        language: str,
        around: Surroundings,
    ) -> None:
        self.tenant, self.page, self.content = tenant, page, content
        self.language, self.around = language, around
        self.moment = now()
        self.today = self.moment.astimezone(tenant.zone).date()
        self.shown = content.shown
        tools = things_to_share(tenant, without="site")
        self._addresses = Addresses(
            {other.key: around.home_url if other.is_home else around.page_url(other) for other in published},
            tools,
        )
        self._uses_tools = bool(tools)
        self._kinds = {kind.kind: kind for kind in block_kinds(tenant)}
        pictured = [block for block in self.shown if isinstance(block, Pictured)]
        self.photos = photos_by_code([content.image, *(block.photo for block in pictured)])
        self._art = drawings({block.art for block in pictured if block.art})
        self._hours = _hours_in_force(self.shown, published)
        self.published = published

    @property
    def fresh_until(self) -> dt.datetime:
        """When this page may read differently although nobody changed it; tools name their own moments."""
        uses_tools = self._uses_tools or any(isinstance(block, Contributed) for block in self.shown)
        moments = [self.moment + (FRESH if uses_tools else timedelta(days=1))]
        if self._hours is not None:
            moments.append(next_change(self._hours, self.moment, self.tenant.zone))
        return min(moments)

    def text(self, text: Mapping[str, str] | str) -> str:
        """A text in this page's language, else in another one of the tenant."""
        return text_in(text, self.language, self.tenant.languages)

    def lines(self, text: Mapping[str, str]) -> Markup:
        """A text with its own line breaks."""
        return Markup("<br>").join(escape(line) for line in self.text(text).splitlines())

    def prose(self, text: Mapping[str, str]) -> tuple[str, Markup]:
        """Markdown: its first heading, and the rest as clean HTML."""
        return formatted(self.text(text), self._addresses.of)

    def address(self, target: str) -> str:
        """Where a link leads; empty: it is not drawn."""
        return self._addresses.of(target)

    def phone(self, value: str) -> str:
        """``tel:`` of a number."""
        return phone_target(value)

    def photo(self, block: Pictured) -> Photo | None:
        """The photo of a block."""
        return self.photos.get(block.photo)

    def photo_url(self, photo: Photo, width: int) -> str:
        """The address of a photo in a width it is kept in."""
        return photo_url(self.tenant, photo.code, width)

    def art(self, block: Pictured) -> Markup:
        """The drawing of a block; it was cleaned when it came in."""
        return Markup(self._art.get(block.art, ""))  # noqa: S704 - see art.clean_drawing

    def is_upright(self, title: str) -> bool:
        """Whether a title is a name of two to six Han characters, which a theme may set upright."""
        return bool(_HAN_NAME.fullmatch(title))

    def is_page_title(self, text: Mapping[str, str]) -> bool:
        """Whether a block's heading only repeats the page's title, which stands right above it."""
        return self.text(text) == self.text(self.content.title)

    def now_line(self) -> dict[str, Any] | None:
        """The open sign; None where nobody has said when it is open."""
        if self._hours is None:
            return None
        opening = opening_at(self._hours, self.moment, self.tenant.zone)
        return {"open": opening.is_open, "text": state_in_words(opening, self.language)}

    def hours_rows(self, block: Hours) -> list[HoursRow]:
        """The rows of an hours block, today marked."""
        return hours_rows(block, self.today, self.language, self.text)

    def contributed(self, block: Contributed) -> Markup:
        """A block of another tool; empty while that tool is off, or where it fails."""
        kind = self._kinds.get(block.kind)
        if kind is None:
            return Markup("")
        return drawn_block(kind, block.object, self.language, self.text(block.button))

    def template(self, block: Block) -> str:
        """The template of a block's kind."""
        name = "contributed" if isinstance(block, Contributed) else block.kind
        return f"site/blocks/{name}.html"


def _hours_in_force(shown: Sequence[Block], published: Sequence[PublicPage]) -> Hours | None:
    """The hours on this page, else the first on any published page."""
    for block in shown:
        if isinstance(block, Hours):
            return block
    for page in published:
        if any(block.get("kind") == "hours" for block in page.content.get("blocks", ())):
            for block in page.parsed().shown:
                if isinstance(block, Hours):
                    return block
    return None
