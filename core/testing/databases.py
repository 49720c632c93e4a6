"""Databases for tests: an empty one (`empty_database_url`) or one with all tables (`database_url`).

Tests marked `both_databases` run twice, on SQLite and on PostgreSQL; all others on SQLite. Tables are made
once in a template for each test process and copied for each test.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import pytest
from sqlalchemy import make_url

from core.testing.postgres import start_postgres

KINDS = ("sqlite", "postgresql")


class Databases(Protocol):
    """Makes databases of one kind; all are named by SQLAlchemy URLs."""

    def create(self, folder: Path, /) -> str:
        """Make an empty database, in `folder` if it is a file."""

    def copy(self, template: str, folder: Path, /) -> str:
        """Make a database that holds what `template` holds."""

    def drop(self, url: str, /) -> None: ...


class SqliteDatabases:
    """Makes SQLite files; they go with the folder they lie in."""

    def create(self, folder: Path, /) -> str:
        return f"sqlite:///{folder / uuid4().hex}.db"

    def copy(self, template: str, folder: Path, /) -> str:
        url = self.create(folder)
        with closing(self._open(template)) as source, closing(self._open(url)) as target:
            source.backup(target)
        return url

    def drop(self, url: str, /) -> None:
        """Nothing to do: pytest removes old folders."""

    def _open(self, url: str) -> sqlite3.Connection:
        return sqlite3.connect(make_url(url).database or "")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "both_databases: touches SQL; runs on SQLite and on PostgreSQL")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("database_kind", KINDS, indirect=True)


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgresql`."""
    kind: str = getattr(request, "param", "sqlite")
    return kind


@cache
def databases_of(kind: str) -> Databases:
    return SqliteDatabases() if kind == "sqlite" else start_postgres()


@pytest.fixture
def databases(database_kind: str) -> Databases:
    return databases_of(database_kind)


@pytest.fixture
def empty_database_url(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """URL of a database without tables, gone after the test."""
    url = databases.create(tmp_path)
    yield url
    databases.drop(url)
