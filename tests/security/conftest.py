"""Two filled tenants and everybody who may knock at a door."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.testing.application import TenantUnderTest
from tests.security.doors import Door, holders, opening_arguments, roles_of


@dataclass
class Street:
    """An installation with two tenants; `samples` name what the first has, `theirs` what the other has."""

    app: Flask
    tenant: TenantUnderTest
    other: TenantUnderTest
    samples: dict[str, dict[str, Any]]
    theirs: dict[str, dict[str, Any]]
    callers: dict[str, FlaskClient]
    holders: dict[str, FlaskClient]
    """By plugin: who holds what `samples` names."""
    their_holders: dict[str, FlaskClient]

    def callers_at(self, door: Door) -> dict[str, FlaskClient]:
        """All callers, and whose page it is."""
        return self.callers | ({"holder": self.holders[door.owner]} if door.is_personal else {})


@pytest.fixture
def street(app, tenant, other_tenant, operator) -> Street:
    app.config["PROPAGATE_EXCEPTIONS"] = False  # a fault is a page (500) that a table can name
    callers = {
        "visitor": app.test_client(),
        **dict(roles_of(tenant)),
        "operator": operator,
        "stranger": other_tenant.owner,
    }
    samples, theirs = opening_arguments(app, tenant), opening_arguments(app, other_tenant)
    return Street(
        app,
        tenant,
        other_tenant,
        samples,
        theirs,
        callers,
        holders(app, tenant, samples),
        holders(app, other_tenant, theirs),
    )
