"""The rows of the database, for a comparison before and after."""

from collections.abc import Mapping

from flask import Flask
from sqlalchemy import func, select

from core.database import Base, db, reading
from core.tenancy import all_tenants_unsafe
from core.testing.application import TenantUnderTest

Rows = dict[str, list[str]]


def all_rows(app: Flask) -> Rows:
    """Every row of every table, by table."""
    with app.app_context(), reading(), all_tenants_unsafe("compare everything before and after"):
        return {
            table.name: sorted(repr(row) for row in db.session.execute(select(table)))
            for table in Base.metadata.sorted_tables
        }


def rows_of(tenant: TenantUnderTest) -> Rows:
    """Every row that a tenant owns, by table."""
    with tenant.app.app_context(), reading(), all_tenants_unsafe("compare all rows of a tenant"):
        return {
            table.name: sorted(
                repr(row) for row in db.session.execute(select(table).where(table.c.tenant_id == tenant.id))
            )
            for table in Base.metadata.sorted_tables
            if "tenant_id" in table.columns
        }


def count_of(tenant: TenantUnderTest, prefix: str) -> dict[str, int]:
    """How many rows a tenant has in each table of a plugin."""
    with tenant.app.app_context(), reading(), all_tenants_unsafe("count the rows of a tenant"):
        return {
            table.name: db.session.scalar(select(func.count()).where(table.c.tenant_id == tenant.id)) or 0
            for table in Base.metadata.sorted_tables
            if table.name.startswith(f"{prefix}_") and "tenant_id" in table.columns
        }


def changed_tables(before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> list[str]:
    """The tables whose rows are not what they were."""
    return [name for name, rows in before.items() if rows != after[name]]
