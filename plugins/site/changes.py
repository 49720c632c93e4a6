"""What a draft changes about the page that visitors see."""

from dataclasses import dataclass
from typing import Literal

from plugins.site.blocks import Block
from plugins.site.content import PageContent

How = Literal["added", "removed", "changed", "hidden", "shown", "order", "settings"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `block` is None where it is about the page."""

    how: How
    block: Block | None = None


def changes_between(seen: PageContent | None, draft: PageContent) -> list[Change]:
    """The differences in the order of the draft, removed blocks at the end. `seen` None: never published."""
    before = {block.key: block for block in seen.blocks} if seen else {}
    after = {block.key: block for block in draft.blocks}
    changes = [] if _settings(seen) == _settings(draft) else [Change("settings")]
    for key, block in after.items():
        how = _how(before.get(key), block)
        if how is not None:
            changes.append(Change(how, block))
    changes += [Change("removed", block) for key, block in before.items() if key not in after]
    if [key for key in before if key in after] != [key for key in after if key in before]:
        changes.append(Change("order"))
    return changes


def _settings(content: PageContent | None) -> object:
    return (content.title, content.description, content.image) if content else None


def _how(before: Block | None, after: Block) -> How | None:
    if before is None:
        return "added"
    if before == after:
        return None
    if before.model_copy(update={"hidden": after.hidden}) == after:
        return "hidden" if after.hidden else "shown"
    return "changed"
