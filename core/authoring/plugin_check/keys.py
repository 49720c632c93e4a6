"""The Citus lint: what a cluster that shards by tenant asks of keys, checked over the metadata.

Primary, unique and foreign keys of a tenant's table carry the tenant, first; nothing is set to NULL by a
cascade (that would null the tenant), and a global table never refers to a tenant's table.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import ForeignKeyConstraint, PrimaryKeyConstraint, Table, UniqueConstraint

from core.tenancy import is_tenant_owned

ACTIONS = {None, "CASCADE"}


def key_faults(tables: Iterable[Table]) -> list[str]:
    """Every rule a table breaks, as ``table: rule`` lines."""
    return sorted(
        fault
        for table in tables
        for fault in (_owned_faults(table) if is_tenant_owned(table) else _global_faults(table))
    )


def _owned_faults(table: Table) -> Iterator[str]:
    keys: dict[str, list[str]] = {"primary key": [column.name for column in table.primary_key.columns]}
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint) and not isinstance(constraint, PrimaryKeyConstraint):
            keys[f"unique {constraint.name}"] = [column.name for column in constraint.columns]
    keys |= {
        f"unique {index.name}": [c.name for c in index.columns] for index in table.indexes if index.unique
    }
    for name, columns in keys.items():
        if columns[:1] != ["tenant_id"]:
            yield f"{table.name}: {name} does not begin with tenant_id"
    for key in _foreign_keys(table):
        if is_tenant_owned(key.referred_table) and key.column_keys[0] != "tenant_id":
            yield f"{table.name}: foreign key to {key.referred_table.name} does not carry the tenant"
        if key.ondelete not in ACTIONS:
            yield f"{table.name}: ON DELETE {key.ondelete}"


def _global_faults(table: Table) -> Iterator[str]:
    for key in _foreign_keys(table):
        if is_tenant_owned(key.referred_table):
            yield f"{table.name}: a global table refers to {key.referred_table.name}"


def _foreign_keys(table: Table) -> list[ForeignKeyConstraint]:
    return [one for one in table.constraints if isinstance(one, ForeignKeyConstraint)]
