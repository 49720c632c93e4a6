"""What applying a template changes, in words: compared from what the tools write down before and after."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from core.gallery.asking import answers
from core.gallery.catalog import TemplateInfo
from core.gallery.operations import starter_for
from core.tenants.info import TenantInfo

Text = Mapping[str, str]
Exports = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class ToolChanges:
    """One tool: its titles that are added, those that are there already, and those that lie in the bin."""

    plugin: str
    is_new: bool
    added: list[Text]
    there: list[Text]
    binned: list[Text]


@dataclass(frozen=True, slots=True)
class Changes:
    """All tools, and what the tenant would be called and look like if that is ticked: old and new."""

    tools: list[ToolChanges]
    name: tuple[Text, Text]
    tagline: tuple[Text, Text]
    look: tuple[Mapping[str, Any], Mapping[str, Any]]

    @property
    def is_empty(self) -> bool:
        """Whether everything is there already."""
        return not any(tool.is_new or tool.added for tool in self.tools)

    def stored(self) -> list[dict[str, Any]]:
        """The tools' part, to be kept."""
        return [asdict(tool) for tool in self.tools]


def written_down(info: TenantInfo, needed: Collection[str] | None = None) -> Exports:
    """What the tenant's tools hold, in the form of a template; also those that pause.

    Raises `SilentToolsError` where one does not answer, of those `needed` or of all.
    """
    return answers(info, "starter_export", needed=needed)


def changes_between(
    info: TenantInfo, template: TemplateInfo, before: Exports, after: Exports
) -> list[ToolChanges]:
    """What the template did to each of its tools; `info` is the tenant as it was."""
    return [
        _of_tool(
            plugin,
            is_new=plugin not in info.plugins,
            before=items_of(before.get(plugin, {})),
            after=items_of(after.get(plugin, {})),
            offered=_offered(info, template, plugin),
        )
        for plugin in template.plugins
    ]


def items_of(content: Mapping[str, Any]) -> dict[tuple[str, str], Text]:
    """The things of a tool's content by list and key, with their titles."""
    return dict(_items(content))


def _items(content: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], Text]]:
    for name, items in content.items():
        for item in items if isinstance(items, list) else ():
            if isinstance(item, dict) and "key" in item:
                title = item.get("title") or item.get("name") or {}
                yield (name, str(item["key"])), title if isinstance(title, dict) else {}


def _offered(info: TenantInfo, template: TemplateInfo, plugin: str) -> dict[tuple[str, str], Text]:
    starter = starter_for(template, plugin, info.name, info.languages)
    return items_of(starter.content) if starter else {}


def _of_tool(
    plugin: str,
    *,
    is_new: bool,
    before: dict[tuple[str, str], Text],
    after: dict[tuple[str, str], Text],
    offered: dict[tuple[str, str], Text],
) -> ToolChanges:
    return ToolChanges(
        plugin,
        is_new,
        added=[title for key, title in after.items() if key not in before and title],
        there=[title for key, title in offered.items() if key in before and title],
        binned=[title for key, title in offered.items() if key not in before and key not in after and title],
    )
