"""Links of a template that lead nowhere: to a page or an object of a tool that it does not make."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.gallery.catalog import TemplateInfo
from core.gallery.faults import nearest
from core.plugin_manager import plugins
from core.plugin_types import PageBlock, ShareTarget
from core.tenants.info import TenantInfo

_LINK = re.compile(r"(?:^|\]\()((?:page|tool):[^\s)]+)")


@dataclass(frozen=True, slots=True)
class DeadLink:
    """Where it stands, what is wrong with it, and the plugin it leads to (empty: a page)."""

    file: str
    place: str
    what: str
    hint: str
    plugin: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    alive: frozenset[str]
    objects: Mapping[str, tuple[str, Mapping[str, str]]]


def dead_links(info: TenantInfo, template: TemplateInfo) -> list[DeadLink]:
    """Those in the template's content; `info` is a tenant to which it was applied."""
    targets: list[ShareTarget] = plugins().gather_items(info, "share_targets", object_id=None)
    blocks: list[PageBlock] = plugins().gather_items(info, "page_blocks")
    alive = {f"tool:{target.plugin}/{target.key}" for target in targets if target.key}
    alive |= {f"page:{target.key}" for target in targets if target.kind == "page"}
    objects = {block.kind: (block.field, dict(block.choices("en"))) for block in blocks}
    known = _Known(frozenset(alive), objects)
    return [
        link
        for plugin in template.plugins
        for link in _dead(template.content_of(plugin), f"{template.name}/content/{plugin}.yaml", "", known)
    ]


def _dead(node: Any, file: str, place: str, known: _Known) -> Iterator[DeadLink]:
    if isinstance(node, str):
        for target in _LINK.findall(node):
            if target not in known.alive:
                plugin = target.removeprefix("tool:").partition("/")[0] if target.startswith("tool:") else ""
                yield DeadLink(file, place, f"nothing is at {target}", nearest(target, known.alive), plugin)
    elif isinstance(node, dict):
        kind = str(node.get("kind"))
        field, choices = known.objects.get(kind, ("", {}))
        if field and node.get(field) not in choices:
            at = f"{place}.{field}".lstrip(".")
            what = f"there is no {node.get(field)!r}"
            yield DeadLink(file, at, what, nearest(node.get(field), choices), kind.partition(".")[0])
        for name, value in node.items():
            yield from _dead(value, file, f"{place}.{name}".lstrip("."), known)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _dead(value, file, f"{place}[{index}]", known)
