"""Which tools of a tenant pause because they failed too often.

A pause stands in the tenant's own row, so that every process learns of it with the tenant, without a query
of its own; until it is written there, it is in the memory of the process that saw the faults.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.plugin_faults import Pause
from core.plugin_manager import plugins
from core.tenants.models import Tenant


def pauses_of(tenant: Tenant) -> Mapping[str, Pause]:
    """The pauses in force, by plugin. One of another version of the plugin is over."""
    unwritten = plugins().book.pauses_of(tenant.id)
    if not tenant.paused and not unwritten:
        return unwritten
    written = {name: _read(tenant, name, kept) for name, kept in tenant.paused.items()}
    found = {name: pause for name, pause in written.items() if pause.version == plugins().version(name)}
    return {name: pause for name, pause in {**unwritten, **found}.items() if name in tenant.plugins}


def kept_form(pause: Pause) -> dict[str, Any]:
    """A pause as it stands in the tenant's row."""
    return {
        "version": pause.version,
        "since": pause.since.isoformat(),
        "hook": pause.hook,
        "fault": pause.fault,
    }


def _read(tenant: Tenant, plugin: str, kept: Mapping[str, Any]) -> Pause:
    return Pause(
        tenant_id=tenant.id,
        plugin=plugin,
        version=kept["version"],
        since=datetime.fromisoformat(kept["since"]),
        hook=kept["hook"],
        fault=kept["fault"],
    )
