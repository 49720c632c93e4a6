"""Tools that pages go without because they failed too often: what whoever can let them try again reads."""

from dataclasses import dataclass

from flask import Flask, g

from core.moments import day_and_time
from core.permissions import can_open
from core.plugin_manager import plugins
from core.plugin_types import Manifest
from core.tenants.pauses import pauses_of
from core.tenants.queries import tenant_by_id


@dataclass(frozen=True, slots=True)
class PausedTool:
    """A tool that failed too often; `since` when, in the tenant's time."""

    tool: Manifest
    since: str


def init_pauses(app: Flask) -> None:
    """Let the console's first page say what pauses."""
    app.context_processor(lambda: {"tools_that_pause": tools_that_pause})


def tools_that_pause() -> list[PausedTool]:
    """The tools that the pages of this tenant go without, in order; none for who cannot change it."""
    row = tenant_by_id(g.tenant.id) if g.tenant.paused and can_open("tools.try_again") else None
    if row is None:
        return []
    engine, pauses = plugins(), pauses_of(row)
    return [
        PausedTool(engine.manifests[name], day_and_time(pauses[name].since, g.tenant.zone))
        for name in engine.names
        if name in pauses
    ]
