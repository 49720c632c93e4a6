"""What a backup says about itself: its first member, ``manifest.json``."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from core.backup.definitions import TableDefinition

FORMAT = 1
MANIFEST = "manifest.json"


class TableEntry(BaseModel):
    """One table: its columns by kind, and what its rows must come to.

    `definition` is there for tables of plugins: they can be built where the plugin is not installed.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    columns: dict[str, str]
    rows: int
    sha256: str
    definition: TableDefinition | None = None


class Manifest(BaseModel):
    """The whole backup. `units` says how far each line of revisions had come."""

    model_config = ConfigDict(frozen=True)

    format: int = FORMAT
    made_at: datetime
    units: dict[str, str]
    tables: list[TableEntry]
