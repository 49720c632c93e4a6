"""Two filled tenants and everybody who may knock at a door."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.testing.application import TenantUnderTest
from tests.security.doors import opening_arguments, roles_of


@dataclass
class Street:
    """An installation with two tenants; `samples` name what the first has, `theirs` what the other has."""

    app: Flask
    tenant: TenantUnderTest
    other: TenantUnderTest
    samples: dict[str, dict[str, Any]]
    theirs: dict[str, dict[str, Any]]
    callers: dict[str, FlaskClient]


@pytest.fixture
def street(app, tenant, other_tenant, operator) -> Street:
    app.config["PROPAGATE_EXCEPTIONS"] = False  # a fault is a page (500) that a table can name
    callers = {
        "visitor": app.test_client(),
        **dict(roles_of(tenant)),
        "operator": operator,
        "stranger": other_tenant.owner,
    }
    return Street(
        app,
        tenant,
        other_tenant,
        opening_arguments(app, tenant),
        opening_arguments(app, other_tenant),
        callers,
    )
