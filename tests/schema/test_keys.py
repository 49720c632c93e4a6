"""The Citus lint (`core/authoring/plugin_check/keys.py`) over all tables of the house."""

import pytest
import sqlalchemy as sa

from core.authoring.plugin_check.keys import key_faults
from core.database import Base


def test_every_key_carries_the_tenant(bare_app):
    assert key_faults(Base.metadata.tables.values()) == []


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
    assert key_faults([bad]) == [fault]
