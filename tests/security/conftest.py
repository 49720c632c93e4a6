"""Two filled tenants and everybody who may knock at a door, anew for each test."""

import pytest

from core.testing.contracts.street import Street, fill_street


@pytest.fixture
def street(app, tenant, other_tenant, operator) -> Street:
    return fill_street(app, tenant, other_tenant, operator)
