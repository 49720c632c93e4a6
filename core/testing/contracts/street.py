"""Two filled tenants and everybody who may knock at a door: made once for all contracts of a class.

What a contract changes it puts back, or changes in a tenant of its own (`Street.new_tenant`).
"""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from core.plugin_manager import PluginEngine
from core.policy import ROLES, may
from core.testing.application import (
    TenantUnderTest,
    open_tenant,
    operator_client,
    running,
    template_database,
    throw_away_settings,
)
from core.testing.contracts.callers import holders, opening_arguments, roles_of
from core.testing.contracts.doors import Door, doors, given
from core.testing.databases import databases_of


@dataclass
class Street:
    """An installation with two tenants; `samples` name what the first has, `theirs` what the other has."""

    app: Flask
    owner: str
    """The plugin whose doors are tried; ``core``: those of the core; empty: all."""
    tenant: TenantUnderTest
    other: TenantUnderTest
    samples: dict[str, dict[str, Any]]
    theirs: dict[str, dict[str, Any]]
    callers: dict[str, FlaskClient]
    holders: dict[str, FlaskClient]
    """By plugin: who holds what `samples` names."""
    their_holders: dict[str, FlaskClient]
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def engine(self) -> PluginEngine:
        found: PluginEngine = self.app.extensions["hutong.plugins"]
        return found

    def doors(self, *surfaces: str) -> list[Door]:
        """The doors that are tried here."""
        return doors(self.app, *surfaces, owner=self.owner)

    def callers_at(self, door: Door) -> dict[str, FlaskClient]:
        """All callers, and whose page it is."""
        return self.callers | ({"holder": self.holders[door.owner]} if door.is_personal else {})

    def edge_callers_at(self, door: Door) -> dict[str, FlaskClient]:
        """Those on both sides of the line that a policy draws, and strangers."""
        callers = self.callers_at(door)
        roles = [role for role in ROLES if may(door.policy, role=role, is_account=True, is_operator=False)]
        below = [role for role in ROLES if role not in roles]
        names = {*roles[:1], *roles[-1:], *below[-1:], "visitor", "holder"}
        names |= {"operator"} if door.surface == "platform" else {"stranger"}
        return {name: client for name, client in callers.items() if name in names}

    def strongest_at(self, door: Door) -> FlaskClient:
        """Somebody who may call it."""
        return self.callers_at(door)[strongest(door)]

    def telling(self, door: Door) -> list[str]:
        """Its arguments that name another thing at the other tenant: an id, not a word like ``up``."""
        mine, theirs = (given(door, samples) for samples in (self.samples, self.theirs))
        return [name for name in door.named(self.theirs) if mine[name] != theirs[name]]

    def new_tenant(self) -> TenantUnderTest:
        """An empty one, for a contract that changes what it finds."""
        return open_tenant(self.app, f"fresh-{next(self._numbers)}")

    @contextmanager
    def tokens_asked(self) -> Iterator[None]:
        """Inside, the console asks each POST for its token, as it does outside of tests."""
        self.app.config["WTF_CSRF_ENABLED"] = True
        try:
            yield
        finally:
            self.app.config["WTF_CSRF_ENABLED"] = False


@contextmanager
def staying_signed_in(client: FlaskClient) -> Iterator[None]:
    """Whatever is sent inside, afterwards `client` has the cookies it had: a form may sign it out."""
    cookies = client._cookies or {}  # noqa: SLF001 - werkzeug gives no other way to all of them
    before = dict(cookies)
    try:
        yield
    finally:
        cookies.clear()
        cookies.update(before)


def strongest(door: Door) -> str:
    """The caller who may do most, of those whom a door is meant for."""
    if door.policy.audience == "operator":
        return "operator"
    if door.is_personal:
        return "holder"
    return "visitor" if door.surface == "public" and door.policy.audience in ("anyone", "token") else "owner"


def fill_street(
    app: Flask, tenant: TenantUnderTest, other: TenantUnderTest, operator: FlaskClient, owner: str = ""
) -> Street:
    """Fill two tenants with samples of one plugin, or of all, and make a client for everybody."""
    app.config["PROPAGATE_EXCEPTIONS"] = False  # a fault is a page (500) that a table can name
    callers = {
        "visitor": app.test_client(),
        **dict(roles_of(tenant)),
        "operator": operator,
        "stranger": other.owner,
    }
    only = "" if owner == "core" else owner  # the core's pages are about things of plugins
    samples, theirs = opening_arguments(app, tenant, only), opening_arguments(app, other, only)
    mine, others = holders(app, tenant, samples), holders(app, other, theirs)
    for role in ROLES:
        tenant.as_role(role).get(tenant.console())  # the first answer of all brings a cookie
    return Street(app, owner, tenant, other, samples, theirs, callers, mine, others)


@contextmanager
def street_of(owner: str, packages: list[str], database: str, folder: Path) -> Iterator[Street]:
    """A street in an installation of its own that lies in `folder`; `database` is one of `KINDS`."""
    databases = databases_of(database)
    url = databases.copy(template_database(database, tuple(packages)), folder)
    try:
        with running(throw_away_settings(folder / "home", url), packages) as app:
            tenant, other = open_tenant(app, "corner"), open_tenant(app, "elsewhere")
            yield fill_street(app, tenant, other, operator_client(app), owner)
    finally:
        databases.drop(url)
