"""What the engine refuses at start-up, so that a plugin's mistake is a message and not an incident."""

from collections.abc import Container, Mapping

from flask import Blueprint, Flask

from core.database import Base
from core.plugin_api import api_fault
from core.plugin_types import PLUGIN_NAME, Manifest, Permissions
from core.policy import Policy
from core.surfaces import SURFACES
from core.tenancy import TenantOwned

RESERVED = frozenset(
    {"backup", "db", "doctor", "job", "plugin", "restore", "routes", "template", "tenant", "up", "worker"}
)
"""Commands of ``hutong``; a plugin's own stand below its name, beside them."""


class PluginError(RuntimeError):
    """A plugin that cannot be registered; the message says which one and why."""


def check_manifest(manifest: object, taken: Container[str]) -> None:
    """Raises `PluginError` unless `manifest` is complete and its name is free."""
    if not isinstance(manifest, Manifest):
        msg = f"manifest() gave {type(manifest).__name__} instead of a Manifest"
        raise PluginError(msg)
    if not PLUGIN_NAME.fullmatch(manifest.name):
        msg = f"plugin name {manifest.name!r} is not one short lower-case word"
        raise PluginError(msg)
    if manifest.name in RESERVED:
        msg = f"no plugin can be called {manifest.name!r}: it is a command of hutong"
        raise PluginError(msg)
    if manifest.name in taken:
        msg = f"two plugins are called {manifest.name!r}"
        raise PluginError(msg)
    if fault := api_fault(manifest.api):
        msg = f"{manifest.name}: {fault}"
        raise PluginError(msg)
    for part in ("title", "summary"):
        if not {"zh", "en"} <= set(getattr(manifest, part)):
            msg = f"{manifest.name}: {part} is missing in zh or en"
            raise PluginError(msg)
    for verb, words in manifest.verbs.items():
        if not {"zh", "en"} <= set(words):
            msg = f"{manifest.name}: the verb {verb!r} has no words in zh and en"
            raise PluginError(msg)


def check_tables(modules: Mapping[str, str]) -> None:
    """Raises `PluginError` for a plugin's table that lacks its prefix or its tenant.

    `modules` maps a plugin's name to the package its models live in.
    """
    for mapper in Base.registry.mappers:
        owner = next(
            (name for name, package in modules.items() if mapper.class_.__module__.startswith(package + ".")),
            None,
        )
        if owner is None:
            continue
        table = mapper.local_table.name  # type: ignore[attr-defined]
        if not table.startswith(f"{owner}_"):
            msg = f"{owner}: table {table!r} lacks the prefix {owner}_"
            raise PluginError(msg)
        if not issubclass(mapper.class_, TenantOwned):
            msg = f"{owner}: table {table!r} has no tenant (derive from TenantOwned)"
            raise PluginError(msg)


def check_blueprint(plugin: str, blueprint: Blueprint) -> None:
    """Raises `PluginError` for a blueprint of another name or without a surface."""
    if blueprint.name not in (plugin, f"{plugin}_console"):
        msg = f"{plugin}: blueprint {blueprint.name!r} must be called {plugin} or {plugin}_console"
        raise PluginError(msg)
    if blueprint.subdomain not in SURFACES[1:]:
        msg = f"{plugin}: blueprint {blueprint.name!r} belongs to no surface"
        raise PluginError(msg)


def check_routes(app: Flask) -> None:
    """Raises `PluginError` for a route without a policy: default is deny, at start-up."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if not hasattr(view, "policy"):
            msg = f"route {rule.rule} ({rule.endpoint}) has no @policy"
            raise PluginError(msg)
        if rule.subdomain not in SURFACES:
            msg = f"route {rule.rule} ({rule.endpoint}) belongs to no surface"
            raise PluginError(msg)


def check_permissions(app: Flask, groups: Mapping[str, Permissions], plugins: Container[str]) -> None:
    """Raises `PluginError` unless routes declare exactly the permissions that have words.

    `groups` are the permissions in words by tool or feature. A plugin declares its own, on routes for staff:
    nobody else can be narrowed by one.
    """
    declared: set[str] = set()
    for endpoint, view in app.view_functions.items():
        policy: Policy = getattr(view, "policy")  # noqa: B009 - there, by `check_routes`
        if not policy.permission:
            continue
        declared.add(policy.permission)
        group = policy.permission.partition(".")[0]
        which = f"{endpoint}: permission {policy.permission!r}"
        owner = endpoint.partition(".")[0].removesuffix("_console")
        if policy.audience != "staff":
            msg = f"{which} stands on a route for {policy.audience}, not for staff"
            raise PluginError(msg)
        if owner in plugins and group != owner:
            msg = f"{which} does not begin with {owner}."
            raise PluginError(msg)
        if not {"zh", "en"} <= set(groups.get(group, {}).get(policy.permission, {})):
            msg = f"{which} has no words in zh and en in Manifest.permissions"
            raise PluginError(msg)
    for permission in (name for permissions in groups.values() for name in permissions):
        if permission not in declared:
            msg = f"permission {permission!r} has words but no route declares it"
            raise PluginError(msg)
