"""A plugin from a distribution of its own is built, installed beside Hutong, and works like any other."""

import importlib.util
import json

import pytest

from tests.outside.conftest import OUTSIDE


@pytest.fixture(scope="module")
def lottery(installed):
    return installed(OUTSIDE.parent / "outside_plugin")


def test_its_own_tests_pass_where_it_is_installed(lottery):
    assert lottery.run_suite("hutong_lottery/tests").startswith("8 passed")


def test_its_tables_come_with_the_first_upgrade(lottery, tmp_path):
    assert "lottery" in lottery.hutong(tmp_path, "db", "upgrade")
    assert lottery.hutong(tmp_path, "db", "upgrade") == "nothing to do\n"


def test_its_routes_are_listed_with_their_policies(lottery, tmp_path):
    routes = json.loads(lottery.hutong(tmp_path, "routes", "--json"))

    listed = [route for route in routes if route["plugin"] == "lottery"]
    assert {(route["rule"], route["surface"], route["audience"]) for route in listed} == {
        ("/lottery/", "public", "anyone")
    }
    assert sorted(method for route in listed for method in route["methods"]) == ["GET", "POST"]


def test_it_serves_a_community(lottery, tmp_path):
    home = tmp_path / "home"
    with lottery.serving(home) as address:
        community = lottery.open_community(home, "corner", "laundry")

        assert community.site_url.startswith(f"{address}/corner")
        assert ("survey", "这次洗得满意吗？") in community.links


def test_hutong_does_not_know_it_where_it_is_not_installed():
    assert importlib.util.find_spec("hutong_lottery") is None
