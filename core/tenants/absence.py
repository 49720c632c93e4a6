"""Tools that are not loaded at the moment, though a tenant uses them or they keep something of it."""

from sqlalchemy import Inspector, inspect, select

from core.column_kinds import typed_table
from core.database import db
from core.plugin_manager import plugins
from core.tenancy import current_tenant_id
from core.tenants.queries import tenant_in_scope

VERSION_TABLE = "alembic_version_"
"""Begins the tables that remember how far each unit of the schema has come."""


def absent_tools() -> list[str]:
    """Of the tenant in scope: the tools it has switched on, and those that it switched off and kept rows of.

    Uninstalled, or left out by `hutong up --safe`: what is done now passes by their rows.
    """
    inspector = inspect(db.session.connection())
    tables = inspector.get_table_names()
    units = {name.removeprefix(VERSION_TABLE) for name in tables if name.startswith(VERSION_TABLE)}
    used, loaded = tenant_in_scope().plugins, plugins().manifests.keys()
    kept = {
        unit
        for unit in units - {"core"} - used - loaded
        if any(_keeps_rows(inspector, name) for name in tables if name.startswith(f"{unit}_"))
    }
    return sorted((used | kept) - loaded)


def _keeps_rows(inspector: Inspector, table: str) -> bool:
    if "tenant_id" not in {column["name"] for column in inspector.get_columns(table)}:
        return False
    clause = typed_table(table, {"tenant_id": "uuid"})
    mine = clause.c.tenant_id == current_tenant_id(db.session())
    return db.session.execute(select(clause.c.tenant_id).where(mine).limit(1)).first() is not None
