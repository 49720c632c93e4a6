"""Taking a plugin's data out of a whole installation, whether the plugin is installed or not.

Its tables go in all tenants with their version table, it is switched off everywhere, and what was still asked
of it is forgotten. Codes that led to it stay and say that it is over; acts stay in the ledger. If it is
installed again, its tables are built anew.
"""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import Connection, delete, func, inspect, or_, select, update

from core.database import db, now, reading
from core.jobs.models import OutboxJob
from core.plugin_types import PLUGIN_NAME
from core.schema import CORE, Unit, migrating, migrations_folder
from core.sharing.models import ShareLink
from core.tenants.models import Tenant
from core.tools.models import KnownTool
from core.tools.tables import PluginTable, plugin_tables, prefixes_of_core


class NothingToRemoveError(LookupError):
    """The database has nothing of a plugin of this name, or no plugin can have it."""


@dataclass(frozen=True, slots=True)
class Remains:
    """What there is of a plugin in the database."""

    tables: list[PluginTable]
    rows: int
    tenants: int


def remains_of(app: Flask, plugin: str) -> Remains:
    """What would be removed. Raises `NothingToRemoveError`, also for a name that no plugin can have."""
    if plugin in {CORE, *prefixes_of_core()} or not PLUGIN_NAME.fullmatch(plugin):
        raise NothingToRemoveError(
            f"{plugin!r} is no plugin: tables of that name are Hutong's own, or nobody's"
        )
    with app.app_context(), reading(), db.engine.connect() as connection:
        tables = plugin_tables(connection, plugin)
        is_known = inspect(connection).has_table(_version_table(plugin))
        if not tables and not is_known:
            raise NothingToRemoveError(f"the database has nothing of a plugin called {plugin!r}")
        counts = [connection.scalar(select(func.count()).select_from(table.clause)) or 0 for table in tables]
        return Remains(tables, sum(counts), len(_users(connection, plugin)))


def remove_plugin(app: Flask, plugin: str) -> None:
    """Remove all of it, in one transaction. Raises `NothingToRemoveError`."""
    remains_of(app, plugin)
    with app.app_context(), migrating(db.engine) as connection:
        for tenant_id, names, paused in _users(connection, plugin):
            without = {
                "plugins": [name for name in names if name != plugin],
                "paused": {name: pause for name, pause in paused.items() if name != plugin},
            }
            connection.execute(
                update(Tenant).where(Tenant.id == tenant_id).values(**without, revision=Tenant.revision + 1)
            )
        connection.execute(
            update(ShareLink)
            .where(ShareLink.plugin == plugin, ShareLink.ended_at.is_(None))
            .values(ended_at=now())
        )
        of_plugin = OutboxJob.kind.startswith(f"{plugin}.", autoescape=True)
        connection.execute(
            delete(OutboxJob).where(
                or_(of_plugin, OutboxJob.waits_for == plugin), OutboxJob.done_at.is_(None)
            )
        )
        connection.execute(delete(KnownTool).where(KnownTool.name == plugin))
        _drop(connection, [table.name for table in plugin_tables(connection, plugin)])
        _drop(connection, [_version_table(plugin)])


def _users(connection: Connection, plugin: str) -> list[tuple[object, list[str], dict[str, Any]]]:
    """The tenants that have it switched on, with all their tools and those that pause."""
    rows = connection.execute(select(Tenant.id, Tenant.plugins, Tenant.paused)).all()
    return [(row.id, row.plugins, row.paused) for row in rows if plugin in row.plugins]


def _version_table(plugin: str) -> str:
    return Unit(plugin, migrations_folder()).version_table


def _drop(connection: Connection, tables: list[str]) -> None:
    """All at once where the database refuses to drop what is referred to; SQLite's keys are off here."""
    quoted = [connection.dialect.identifier_preparer.quote(name) for name in tables]
    for some in [", ".join(quoted)] if connection.dialect.name == "postgresql" else quoted:
        if some:
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {some}")
