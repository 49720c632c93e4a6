"""An upgrade that can be taken back: a backup before, where there is anything to lose."""

from pathlib import Path

from flask import Flask
from sqlalchemy import inspect, select

from core.backup.writing import write_backup
from core.config import Settings
from core.database import db, reading
from core.schema import pending_units, refuse_newer_database, upgrade_schema
from core.tenants.models import Tenant

KEEP = 5
_LABEL = "before-upgrade"


def upgrade_with_backup(app: Flask) -> tuple[list[str], Path | None]:
    """Bring the schema up to date; gives what moved, and the backup where one was made.

    Raises `SchemaError`, and makes no backup, where the database is newer than the code.
    """
    refuse_newer_database(app)
    backup = None
    if pending_units(app) and _has_tenants(app):
        backup = write_backup(app, label=_LABEL)
        _forget_old(app.extensions["hutong.settings"])
    return upgrade_schema(app), backup


def _has_tenants(app: Flask) -> bool:
    with app.app_context(), reading(), db.engine.connect() as connection:
        if not inspect(connection).has_table(Tenant.__tablename__):
            return False
        return connection.execute(select(Tenant.id).limit(1)).first() is not None


def _forget_old(settings: Settings) -> None:
    """The newest few of these backups stay."""
    for old in sorted((settings.home / "backups").glob(f"{_LABEL}-*.tar.gz"))[:-KEEP]:
        old.unlink()
