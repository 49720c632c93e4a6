"""Reads about what a tool keeps of the tenant in scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select

from core.database import LocalizedText, db
from core.jobs.models import OutboxJob
from core.plugin_types import Manifest
from core.tenancy import current_tenant_id
from core.tools.tables import PluginTable, plugin_tables

JOB = "tools.delete_data"


@dataclass(frozen=True, slots=True)
class KeptData:
    """How much a tool keeps: what its manifest has words for, and the rest that belongs to it."""

    named: Sequence[tuple[LocalizedText, int]]
    others: int

    @property
    def total(self) -> int:
        """All rows."""
        return sum(count for _, count in self.named) + self.others


def tables_here(plugin: str) -> list[PluginTable]:
    """The plugin's tables in the database of this session."""
    return plugin_tables(db.session.connection(), plugin)


def row_count(table: PluginTable) -> int:
    """How many rows of a table are the tenant's."""
    clause = table.clause
    mine = clause.c.tenant_id == current_tenant_id(db.session())
    return db.session.scalar(select(func.count()).select_from(clause).where(mine)) or 0


def kept_data(manifest: Manifest) -> KeptData:
    """What a tool keeps of this tenant, in numbers."""
    counts = {table.name: row_count(table) for table in tables_here(manifest.name)}
    named = [(words, counts.pop(table)) for table, words in manifest.holds.items() if table in counts]
    return KeptData(named, sum(counts.values()))


def deletion_state(plugin: str) -> Literal["", "asked", "failed"]:
    """Whether the tenant's data of a tool is about to be deleted, or could not be."""
    row = db.session.execute(
        select(OutboxJob.done_at, OutboxJob.parked_at)
        .where(
            OutboxJob.kind == JOB,
            OutboxJob.key.startswith(deletion_key(plugin), autoescape=True),
        )
        .order_by(OutboxJob.created_at.desc())
        .limit(1)
    ).first()
    if row is None or row.done_at is not None:
        return ""
    return "failed" if row.parked_at is not None else "asked"


def deletion_key(plugin: str) -> str:
    """What the key of a job that deletes this tenant's data of a tool begins with."""
    return f"{JOB}/{current_tenant_id(db.session())}/{plugin}/"
