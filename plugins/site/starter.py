"""A template's content/site.yaml becomes pages, and pages become it again.

Pages are recognised by their key: what is already there is left as the owner has it, so applying twice
gives the same as once.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from hutong import Starter, StarterError, TenantInfo, read_starter, starter_error
from plugins.site.art import ArtError, clean_drawing
from plugins.site.blocks import KINDS, Contributed, Pictured
from plugins.site.blocks.parts import ArtName, Key, Name, Text
from plugins.site.content import PageContent, parse_content
from plugins.site.models import SitePage
from plugins.site.operations import keep_drawing, plant_page
from plugins.site.queries import drawings, home_page, page_by_key, pages, taken_slugs

FILE = "content/site.yaml"
WORDS: tuple[type[BaseModel], ...] = (PageContent, *KINDS.values())
"""Whose fields may have been meant by a name that nobody knows."""


class StarterPage(BaseModel):
    """One page of the file."""

    model_config = ConfigDict(extra="forbid")

    key: Key
    slug: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    title: Name
    description: Text = {}
    menu: bool = False
    published: bool = True
    blocks: list[dict[str, Any]] = []

    def content(self) -> PageContent:
        """The page's content; raises `ValidationError` where a block has a wrong shape."""
        blocks = [_from_starter(block) for block in self.blocks]
        return PageContent(title=self.title, description=self.description, blocks=blocks)  # type: ignore[arg-type]


class StarterFile(BaseModel):
    """The whole file. `drawings`: those that do not lie in the template's ``art``, as SVG by name."""

    model_config = ConfigDict(extra="forbid")

    pages: list[StarterPage] = Field(min_length=1, max_length=60)
    drawings: Annotated[dict[ArtName, str], Field(max_length=100)] = {}


def apply_starter(tenant: TenantInfo, starter: Starter) -> None:
    """Make the file's pages, published unless one says no. Raises `StarterError` with file and place."""
    del tenant
    where = f"{starter.template}/{FILE}"
    file = read_starter(StarterFile, starter.content, where=where)
    contents, faults = _contents(where, file)
    faults += _keep_drawings(starter, file.drawings)
    faults += _lost_drawings(where, contents)
    if faults:
        raise StarterError("\n".join(faults))
    has_home = home_page() is not None
    for number, (page, content) in enumerate(zip(file.pages, contents, strict=True)):
        if page_by_key(page.key) is None:
            is_home = number == 0 and not has_home
            plant_page(
                key=page.key,
                slug=_free(page.slug),
                content=content,
                in_menu=page.menu,
                is_home=is_home,
                published=page.published,
            )


def export_starter(tenant: TenantInfo) -> Mapping[str, Any]:
    """The drafts in the form of the file, with their drawings. Photos are named by the tenant's codes."""
    del tenant
    found = [_export(page) for page in sorted(pages(), key=lambda page: not page.is_home)]
    named = {block.get("art") for page in found for block in page["blocks"]}
    drawn = drawings(name for name in named if name)
    return {"pages": found} | ({"drawings": drawn} if drawn else {})


def _contents(where: str, file: StarterFile) -> tuple[list[PageContent], list[str]]:
    """What each page says, and what is wrong with those that say nothing of use."""
    contents, faults = [], []
    for number, page in enumerate(file.pages):
        try:
            contents.append(page.content())
        except ValidationError as error:
            contents.append(PageContent(title=page.title))
            faults.append(str(starter_error(where, error, above=("pages", number), models=WORDS)))
    return contents, faults


def _from_starter(block: dict[str, Any]) -> dict[str, Any]:
    return Contributed.from_starter(block) if "." in str(block.get("kind", "")) else block


def _keep_drawings(starter: Starter, written: Mapping[str, str]) -> list[str]:
    """Keep those that are not there; what is wrong with the others."""
    files = {path.name: path for path in sorted((starter.folder / "art").glob("*.svg"))}
    known = drawings()
    faults = []
    for name in sorted({*files, *written} - set(known)):
        try:
            svg = files[name].read_text(encoding="utf-8") if name in files else written[name]
            keep_drawing(name=name, svg=clean_drawing(svg))
        except (ArtError, UnicodeDecodeError) as error:
            faults.append(f"{starter.template}/art/{name}: {error}")
    return faults


def _lost_drawings(where: str, contents: list[PageContent]) -> list[str]:
    there = drawings()
    return [
        f"{where}: pages[{page}].blocks[{number}].art: there is no drawing art/{block.art}"
        for page, content in enumerate(contents)
        for number, block in enumerate(content.blocks)
        if isinstance(block, Pictured) and block.art and block.art not in there
    ]


def _free(slug: str) -> str:
    """`slug`, or with a number behind it where a page of the owner already has it."""
    taken = taken_slugs()
    numbered = (slug if number == 1 else f"{slug}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in numbered if name not in taken)


def _export(page: SitePage) -> dict[str, Any]:
    content = parse_content(page.draft)
    stored = content.stored()
    blocks = [
        block.to_starter() if isinstance(block, Contributed) else raw
        for block, raw in zip(content.blocks, stored.get("blocks", []), strict=True)
    ]
    exported = {"key": page.key, "slug": page.slug, "title": stored["title"]}
    if content.description:
        exported["description"] = stored["description"]
    if page.published is None:
        exported["published"] = False
    return {**exported, "menu": page.in_menu, "blocks": blocks}
