"""What the contracts over all routes do not ask: a method that no route has."""

import pytest

pytestmark = pytest.mark.both_databases


def test_a_wrong_method_tells_a_stranger_nothing(tenant, other_tenant, visitor):
    for client, status in ((visitor, 302), (tenant.owner, 404)):
        there = client.put(other_tenant.console("/more"))
        nowhere = client.put("/console/nobody-here/more")

        assert (there.status_code, nowhere.status_code) == (status, status)
