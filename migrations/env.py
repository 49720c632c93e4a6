"""Alembic's environment, shared by the core and every plugin.

It runs only through core.schema, which says on which connection and for whose tables.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON

from core.database import Base, UtcDateTime
from core.schema import Unit

unit: Unit = context.config.attributes["unit"]


def render_type(kind: str, value: Any, autogenerate: AutogenContext) -> str | Literal[False]:
    """Revisions outlive the code: they name SQLAlchemy's types only."""
    if kind == "type" and isinstance(value, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(value, JSON):
        autogenerate.imports.add("from sqlalchemy.dialects.postgresql import JSONB")
        return 'sa.JSON().with_variant(JSONB(), "postgresql")'
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=unit.version_table,
    render_item=render_type,
    render_as_batch=True,
    **unit.filters(),
)
with context.begin_transaction():
    context.run_migrations()
