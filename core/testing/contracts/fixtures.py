"""The fixtures of the contracts: one street for all tests of a class, on each database they are meant for."""

from collections.abc import Iterator

import pytest

from core.testing.contracts.street import Street, street_of
from core.testing.databases import KINDS
from core.testing.postgres import may_have_postgres


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "contract_database" in metafunc.fixturenames:
        kinds = _databases_for(metafunc.definition)
        metafunc.parametrize("contract_database", kinds, indirect=True, scope="class")


def _databases_for(test: pytest.Item) -> tuple[str, ...]:
    if test.get_closest_marker("on_strict_database"):
        return KINDS[-1:] if may_have_postgres() else KINDS[:1]
    return KINDS if test.get_closest_marker("on_both_databases") else KINDS[:1]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "on_strict_database: a contract about values, on PostgreSQL where there is one"
    )
    config.addinivalue_line("markers", "on_both_databases: a contract that runs on SQLite and PostgreSQL")


@pytest.fixture(scope="class")
def contract_database(request: pytest.FixtureRequest) -> str:
    """Which database the street of this class lies in."""
    kind: str = request.param
    return kind


@pytest.fixture(scope="class")
def street(
    request: pytest.FixtureRequest, contract_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Street]:
    """Two tenants with what the plugin's `sample_arguments` makes, and a client for everybody."""
    folder = tmp_path_factory.mktemp("street")
    with street_of(request.cls.plugin, request.cls.packages, contract_database, folder) as street:
        yield street
