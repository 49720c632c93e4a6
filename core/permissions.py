"""What staff may do: every permission that a route declares, in words, grouped by tool.

A permission narrows staff and nobody else. Owners and admins may always do all; staff may do all that is
not withheld from them (`Person.withheld`), so a tool that is switched on later is open to them at first.
`gatekeeper` refuses; what is here lets pages leave out what would be refused.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g
from werkzeug.exceptions import HTTPException

from core.plugin_manager import plugins
from core.plugin_types import Permissions
from core.policy import Policy, may
from core.texts import text_in

if TYPE_CHECKING:
    from core.database import LocalizedText
    from core.tenants.info import TenantInfo


@dataclass(frozen=True, slots=True)
class PermissionGroup:
    """The permissions of one tool, or of one of the core's features; their names begin with its own."""

    name: str
    title: "LocalizedText"
    permissions: Permissions


def init_permissions(app: Flask, features: Sequence[PermissionGroup]) -> None:
    """Remember the core's own groups; those of tools are in their manifests."""
    app.extensions["hutong.permissions"] = tuple(features)
    app.jinja_env.globals.update(can_open=can_open, permitted=permitted)


def all_groups(app: Flask) -> list[PermissionGroup]:
    """Every group of this installation: the core's, then those of tools in their order."""
    engine = app.extensions["hutong.plugins"]
    tools = [engine.manifests[name] for name in engine.names]
    return [
        *app.extensions["hutong.permissions"],
        *(PermissionGroup(tool.name, tool.title, tool.permissions) for tool in tools if tool.permissions),
    ]


def groups_of(tenant: "TenantInfo") -> list[PermissionGroup]:
    """The groups that mean something here: the core's and those of the tools that are switched on."""
    off = set(plugins().manifests) - tenant.plugins
    return [group for group in all_groups(current_app) if group.name not in off]


def words_of(permission: str, language: str) -> str:
    """A permission in words; its name where no tool has words for it any more."""
    found: Iterable[Any] = (group.permissions.get(permission) for group in all_groups(current_app))
    return text_in(next((words for words in found if words), None), language) or permission


def permitted(permission: str) -> bool:
    """Whether it is not withheld from whoever is here: for pages that show more to some than to others."""
    person = g.get("person")
    return person is None or person.role != "staff" or permission not in person.withheld


def can_open(endpoint: str) -> bool:
    """Whether whoever is here may call a console's route: for menus, which leave out what they may not."""
    policy: Policy = getattr(current_app.view_functions[endpoint], "policy")  # noqa: B009 - every route has one
    person = g.get("person")
    return person is not None and may(
        policy, role=person.role, is_account=True, is_operator=False, withheld=person.withheld
    )


def can_follow(url: str) -> bool:
    """`can_open` for an address of this tenant's console; any other address is not ours to judge."""
    prefix = f"/console/{g.tenant.slug}"
    path = urlsplit(url).path
    if not path.startswith(f"{prefix}/"):
        return True
    try:
        adapter = current_app.url_map.bind("localhost", subdomain="console")
        endpoint, _arguments = adapter.match(path.removeprefix(prefix), method="GET")
    except HTTPException:
        return True
    return can_open(endpoint)


def uses(tool: str) -> bool:
    """Whether whoever is here may do anything with a tool: all of its permissions withheld means no."""
    declared = plugins().manifests[tool].permissions
    return not declared or any(permitted(name) for name in declared)
