"""The Citus lint: what a cluster that shards by tenant asks of keys, checked over the metadata.

Primary, unique and foreign keys of a tenant's table carry the tenant, first; nothing is set to NULL by a
cascade (that would null the tenant), and a global table never refers to a tenant's table.
"""

import pytest
import sqlalchemy as sa
from sqlalchemy import ForeignKeyConstraint, UniqueConstraint

from core.database import Base
from core.tenancy import is_tenant_owned

ACTIONS = {None, "CASCADE"}


def faults(tables):
    """Every rule a table breaks, as ``table: rule`` lines."""
    return sorted(
        fault
        for table in tables
        for fault in (owned_faults(table) if is_tenant_owned(table) else global_faults(table))
    )


def owned_faults(table):
    keys = {"primary key": table.primary_key}
    keys |= {f"unique {c.name}": c for c in table.constraints if isinstance(c, UniqueConstraint)}
    keys |= {f"unique {i.name}": i for i in table.indexes if i.unique}
    yield from (
        f"{table.name}: {name} does not begin with tenant_id"
        for name, key in keys.items()
        if next(iter(key.columns)).name != "tenant_id"
    )
    for key in foreign_keys(table):
        if is_tenant_owned(key.referred_table) and key.column_keys[0] != "tenant_id":
            yield f"{table.name}: foreign key to {key.referred_table.name} does not carry the tenant"
        if key.ondelete not in ACTIONS:
            yield f"{table.name}: ON DELETE {key.ondelete}"


def global_faults(table):
    for key in foreign_keys(table):
        if is_tenant_owned(key.referred_table):
            yield f"{table.name}: a global table refers to {key.referred_table.name}"


def foreign_keys(table):
    return [c for c in table.constraints if isinstance(c, ForeignKeyConstraint)]


def test_every_key_carries_the_tenant(bare_app):
    assert faults(Base.metadata.tables.values()) == []


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ("UniqueConstraint('code')", "bad: unique None does not begin with tenant_id"),
        (
            "ForeignKeyConstraint(['person_id'], ['person.id'])",
            "bad: foreign key to person does not carry the tenant",
        ),
        (
            "ForeignKeyConstraint(['tenant_id', 'code'], ['act.tenant_id', 'act.id'], ondelete='SET NULL')",
            "bad: ON DELETE SET NULL",
        ),
    ],
)
def test_a_table_that_breaks_a_rule_is_found(arguments, fault):
    metadata = sa.MetaData()
    for name in ("plan", "tenant", "account", "person", "act"):
        Base.metadata.tables[name].to_metadata(metadata)
    bad = sa.Table(
        "bad",
        metadata,
        sa.Column("tenant_id", sa.Uuid, primary_key=True),
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("person_id", sa.Uuid),
        sa.Column("code", sa.String),
        eval(arguments, vars(sa)),
    )
    assert faults([bad]) == [fault]
