"""The fixtures of the contracts: one street for all tests of a class, on each database they are meant for."""

from collections.abc import Iterator

import pytest

from core.testing.contracts.street import Street, street_of
from core.testing.databases import KINDS


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "contract_database" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("on_both_databases")
        metafunc.parametrize("contract_database", KINDS if both else KINDS[:1], indirect=True, scope="class")


def pytest_configure(config: pytest.Config) -> None:
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
