"""What tools say of their content; where one does not answer, nothing is done that would need its answer."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from core.gallery.catalog import TemplateError
from core.plugin_manager import plugins
from core.tenants.info import TenantInfo


class SilentToolsError(TemplateError):
    """Tools that fail or pause: what they hold is not known just now."""

    def __init__(self, tools: Sequence[str]) -> None:
        super().__init__(f"these tools do not answer just now: {', '.join(tools)}; try again later")
        self.tools = tools

    def titles(self, info: TenantInfo, language: str) -> str:
        """Their names as people know them."""
        manifests = plugins().manifests
        return ", ".join(info.text(manifests[tool].title, language) for tool in self.tools)


def with_every_tool(info: TenantInfo) -> TenantInfo:
    """The tenant as if all tools were on: one that was switched off has its pages again when it is on."""
    return replace(info, plugins=frozenset(plugins().manifests))


def answers(
    info: TenantInfo, hook: str, *, needed: Collection[str] | None = None, **arguments: Any
) -> dict[str, Any]:
    """What each of the tenant's tools says, also those that pause. Raises `SilentToolsError`.

    `needed` are the tools that have to answer, where not all of them do.
    """
    engine = plugins()
    awake = replace(info, paused=frozenset())
    found = dict(engine.gather(awake, hook, **arguments))
    silent = [name for name in engine.implementers(hook, awake) if name not in found]
    missing = [name for name in silent if needed is None or name in needed]
    if missing:
        raise SilentToolsError(missing)
    return found
