"""What surrounds every page of the console: tabs and the number on the bell."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for

from core.i18n import gettext as _, interface_language
from core.permissions import can_follow, can_open, uses
from core.plugin_manager import plugins
from core.plugin_types import Manifest, WaitingItem
from core.texts import text_in

TOOL_TABS = 2
"""How many tools get a tab of their own; the others are found under "More"."""
UNDER_MORE = frozenset(
    {
        "settings",
        "tools",
        "theming_console",
        "sharing_console",
        "loop_console",
        "own_templates",
        "applying",
    }
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the five tabs."""

    label: str
    icon: str
    endpoint_url: str
    current: bool
    badge: int = 0


def init_shell(app: Flask) -> None:
    """Give console templates their tabs."""
    app.context_processor(_shell_context)


def _shell_context() -> dict[str, Any]:
    place, tenant = g.get("place"), g.get("tenant")
    if place is None or place.surface != "console" or tenant is None or g.get("person") is None:
        return {}
    if "shell" not in g:
        g.shell = {
            "console_tabs": _tabs(),
            "console_notice_count": sum(1 for item in waiting_items() if item.new),
            "bell_url": url_for("console.today") + "#waiting",
        }
    shell: dict[str, Any] = g.shell
    return shell


def waiting_items() -> list[WaitingItem]:
    """What waits for whoever is here, asked once per request; without what they may not open."""
    if "waiting" not in g:
        items = plugins().gather_items(g.tenant, "waiting")
        g.waiting = [item for item in items if can_follow(item.url)]
    waiting: list[WaitingItem] = g.waiting
    return waiting


def tool_manifests() -> list[Manifest]:
    """The tenant's tools that have a console which whoever is here may open, in order."""
    engine = plugins()
    tools = [engine.manifests[name] for name in engine.names if name in g.tenant.plugins]
    return [
        tool
        for tool in tools
        if tool.console_endpoint and can_open(tool.console_endpoint) and uses(tool.name)
    ]


def _tabs() -> list[Tab]:
    tools = [
        (text_in(tool.title, interface_language()), tool.icon, tool.console_endpoint)
        for tool in tool_manifests()[:TOOL_TABS]
    ]
    entries = [
        (_("Today"), "home", "console.today"),
        *tools,
        (_("People"), "people", "people_console.index"),
        (_("More"), "more", "console.more"),
    ]
    return [
        Tab(label, icon, url_for(endpoint), current=_is_here(endpoint))
        for label, icon, endpoint in entries
        if can_open(endpoint)
    ]


def _is_here(endpoint: str) -> bool:
    here = request.endpoint or ""
    if endpoint == "console.more":
        return here == endpoint or here.partition(".")[0] in UNDER_MORE
    if endpoint.startswith("console."):
        return here == endpoint
    return here.partition(".")[0] == endpoint.partition(".")[0]
