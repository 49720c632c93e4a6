"""What the engine refuses at start-up, so that a plugin's mistake is a message and not an incident."""

import sys
from collections.abc import Container, Mapping

from flask import Blueprint, Flask
from sqlalchemy import Table

from core.database import Base
from core.hook_rules import close, hook_faults
from core.plugin_api import api_fault
from core.plugin_places import blamed
from core.plugin_types import PLUGIN_NAME, Manifest, Permissions
from core.policy import AUDIENCES, Policy
from core.surfaces import SURFACES
from core.tenancy import TenantOwned, is_tenant_owned

RESERVED = frozenset(
    {"backup", "db", "doctor", "job", "plugin", "restore", "routes", "template", "tenant", "up", "worker"}
)
"""Commands of ``hutong``; a plugin's own stand below its name, beside them."""
HOUSE = frozenset({"alembic", "core", "hutong", "plugins", "tests"})
"""Words that packages and tables of the house begin with."""

HAVE_MANIFEST = 'Write: @hookimpl def manifest() -> Manifest: return Manifest(name="…", …)'
NAME_IT = "Take 2 to 31 small letters and digits, a letter first"


class PluginError(RuntimeError):
    """A plugin that cannot be registered; the message says which one and why."""


def check_hooks(plugin: object) -> None:
    """Raises `PluginError` for a module that has no manifest, or a hook that there is not."""
    manifest = getattr(plugin, "manifest", None)
    name = getattr(plugin, "__name__", type(plugin).__name__)
    if not callable(manifest):
        raise PluginError(blamed(name, plugin, "it has no manifest hook", HAVE_MANIFEST))
    for function, fault, hint in hook_faults(plugin):
        raise PluginError(blamed(name, function, fault, hint))


def check_manifest(manifest: object, taken: Container[str]) -> None:
    """Raises `PluginError` unless `manifest` is complete and its name is free."""
    if not isinstance(manifest, Manifest):
        msg = f"manifest() gave {type(manifest).__name__} instead of a Manifest. {HAVE_MANIFEST}"
        raise PluginError(msg)
    if not PLUGIN_NAME.fullmatch(manifest.name):
        msg = f"plugin name {manifest.name!r} is not one short lower-case word. {NAME_IT}"
        raise PluginError(msg)
    if fault := word_fault(manifest.name):
        raise PluginError(f"no plugin can be called {manifest.name!r}: it is {fault}. Choose another word")
    if manifest.name in taken:
        raise PluginError(f"two plugins are called {manifest.name!r}. Uninstall one of them, or rename yours")
    if fault := api_fault(manifest.api):
        msg = f"{manifest.name}: {fault}"
        raise PluginError(msg)
    for part in ("title", "summary"):
        if not {"zh", "en"} <= set(getattr(manifest, part)):
            msg = f'{manifest.name}: {part} is missing in zh or en. Write {part}={{"zh": "…", "en": "…"}}'
            raise PluginError(msg)
    for verb, words in manifest.verbs.items():
        if not {"zh", "en"} <= set(words):
            msg = f"{manifest.name}: the verb {verb!r} has no words in zh and en. Add both"
            raise PluginError(msg)


def word_fault(name: str) -> str:
    """Why no plugin can have a name; empty: it can. By its first word a table is known to be a plugin's."""
    if name in RESERVED:
        return "a command of hutong"
    if name in HOUSE or name in {table.partition("_")[0] for table in _tables_of_the_core()}:
        return "a word of Hutong's own, which its tables begin with"
    return ""


def _tables_of_the_core() -> set[str]:
    mapped = (mapper for mapper in Base.registry.mappers if mapper.class_.__module__.startswith("core."))
    return {mapper.local_table.name for mapper in mapped}  # type: ignore[attr-defined]


def check_tables(modules: Mapping[str, str]) -> None:
    """Raises `PluginError` for a plugin's table that lacks its prefix or its tenant.

    `modules` maps a plugin's name to the package its models live in.
    """
    mapped = set()
    for mapper in Base.registry.mappers:
        mapped.add(mapper.local_table)
        module = mapper.class_.__module__
        owner = next((name for name, package in modules.items() if _is_inside(module, package)), None)
        if owner is None:
            continue
        table = mapper.local_table.name  # type: ignore[attr-defined]
        if not table.startswith(f"{owner}_"):
            fault, hint = f"table {table!r} lacks the prefix {owner}_", f"call it {owner}_{table}"
            raise PluginError(blamed(owner, mapper.class_, fault, hint))
        if not issubclass(mapper.class_, TenantOwned):
            fault = f"table {table!r} has no tenant"
            hint = f"derive it from TenantOwned: class {mapper.class_.__name__}(TenantOwned, Base)"
            raise PluginError(blamed(owner, mapper.class_, fault, hint))

    for table in Base.metadata.tables.values():
        if table not in mapped:
            _check_loose_table(table, modules)


def _check_loose_table(table: Table, modules: Mapping[str, str]) -> None:
    """The same of a table that no class is mapped to."""
    prefix = table.name.partition("_")[0]
    owner = _maker(table, modules) or prefix
    if owner != prefix or owner not in modules:
        fault = f"table {table.name!r} lacks the prefix of a plugin"
        raise PluginError(f"{owner}: {fault}. Call it {owner}_{table.name.rpartition('_')[2]}")
    if not is_tenant_owned(table):
        hint = "Write a class of TenantOwned and Base"
        raise PluginError(f"{owner}: table {table.name!r} has no tenant in its primary key. {hint}")


def _maker(table: Table, modules: Mapping[str, str]) -> str:
    """The plugin in whose modules a table stands under some name; empty: it stands in none."""
    loaded = list(sys.modules.items())
    for plugin, package in modules.items():
        for name, module in loaded:
            if _is_inside(name, package) and any(value is table for value in vars(module).values()):
                return plugin
    return ""


def _is_inside(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def check_blueprint(plugin: str, blueprint: Blueprint, taken: Container[str] = ()) -> None:
    """Raises `PluginError` for a blueprint of another name, of a `taken` one or without a surface."""
    which, hint = (
        f"{plugin}: blueprint {blueprint.name!r}",
        "Make a PublicBlueprint or ConsoleBlueprint",
    )
    if blueprint.name not in (plugin, f"{plugin}_console"):
        raise PluginError(f"{which} must be called {plugin} or {plugin}_console. {hint}")
    if blueprint.name in taken:
        raise PluginError(f"{which} has a name that there is already. Choose another word for the plugin")
    if blueprint.subdomain not in SURFACES[1:]:
        raise PluginError(f"{which} belongs to no surface. {hint}")


def check_routes(app: Flask) -> None:
    """Raises `PluginError` for a route without a policy: default is deny, at start-up."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        plugin = rule.endpoint.partition(".")[0].removesuffix("_console")
        policy = getattr(view, "policy", None)
        if not isinstance(policy, Policy):
            fault = f"route {rule.rule} ({rule.endpoint}) has no @policy"
            hint = 'put @policy("anyone"), @policy("staff") … between the route and the function'
            raise PluginError(blamed(plugin, view, fault, hint))
        if policy.audience not in AUDIENCES:
            fault = f"route {rule.rule} is for {policy.audience!r}, an audience that there is not"
            raise PluginError(blamed(plugin, view, fault, close(policy.audience, AUDIENCES)))
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
            fault = f"{which} stands on a route for {policy.audience}, not for staff"
            raise PluginError(f"{fault}. Leave it out: nobody else is narrowed by one")
        if owner in plugins and group != owner:
            call = f"Call it {owner}.{policy.permission.rpartition('.')[2]}"
            raise PluginError(f"{which} does not begin with {owner}. {call}")
        if not {"zh", "en"} <= set(groups.get(group, {}).get(policy.permission, {})):
            raise PluginError(f"{which} has no words in zh and en in Manifest.permissions. Add them there")
    for permission in (name for permissions in groups.values() for name in permissions):
        if permission not in declared:
            fault = f"permission {permission!r} has words but no route declares it"
            raise PluginError(f"{fault}. Declare it with @policy, or take the words out")
