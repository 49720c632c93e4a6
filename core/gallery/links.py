"""Links of a template that lead nowhere: to a page or an object of a tool that it does not make."""

import re
from collections.abc import Iterator
from typing import Any

from core.gallery.catalog import TemplateInfo
from core.offers import block_kinds, things_to_share
from core.tenants.info import TenantInfo

_LINK = re.compile(r"(?:^|\]\()((?:page|tool):[^\s)]+)")


def dead_links(info: TenantInfo, template: TemplateInfo) -> list[str]:
    """One line each, with file and place; `info` is a tenant to which the template was applied."""
    targets, blocks = things_to_share(info), block_kinds(info)
    alive = {f"tool:{target.plugin}/{target.key}" for target in targets}
    alive |= {f"page:{target.key}" for target in targets if target.kind == "page"}
    objects = {block.kind: (block.field, dict(block.choices("en"))) for block in blocks}
    return [
        f"{template.name}/content/{plugin}.yaml: {place}: {fault}"
        for plugin in template.plugins
        for place, fault in _faults(template.content_of(plugin), "", alive, objects)
    ]


def _faults(
    node: Any, place: str, alive: set[str], objects: dict[str, tuple[str, dict[str, str]]]
) -> Iterator[tuple[str, str]]:
    if isinstance(node, str):
        for target in _LINK.findall(node):
            if target not in alive:
                yield place, f"nothing is at {target}"
    elif isinstance(node, dict):
        field, known = objects.get(str(node.get("kind")), ("", {}))
        if field and node.get(field) not in known:
            yield f"{place}.{field}".lstrip("."), f"there is no {node.get(field)!r}"
        for name, value in node.items():
            yield from _faults(value, f"{place}.{name}".lstrip("."), alive, objects)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _faults(value, f"{place}[{index}]", alive, objects)
