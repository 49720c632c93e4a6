"""``hutong plugin list`` and ``hutong routes``: what is installed, and who may call what."""

from pathlib import Path
from typing import Any

import click
import yaml
from flask import Flask, g

from core.authoring.plugin_new import NewPluginError, new_plugin
from core.authoring.translating import plugin_package, update_catalog, words_of_the_house
from core.backup.writing import write_tables
from core.commands.output import as_json, note, say, show_json, show_table
from core.gallery.catalog import TemplateError
from core.gallery.operations import hand_over, share_everything
from core.plugin_manager import plugins
from core.plugin_types import Starter
from core.policy import Policy
from core.removal import NothingToRemoveError, remains_of, remove_plugin
from core.sharing.queries import share_address
from core.tenants.info import TenantInfo
from core.tenants.operations import info_of, set_plugin
from core.tenants.queries import tenant_by_id
from core.tenants.working import in_tenant
from core.this_app import this_app
from core.urls import console_url


@click.group()
def plugin() -> None:
    """Tools of this installation."""


@plugin.command("list")
@as_json
def show(as_json: bool) -> None:
    """Plugins in the order they are called."""
    engine = plugins()
    found = [
        {
            "name": name,
            "title": manifest.title,
            "summary": manifest.summary,
            "module": engine.module(name).__name__,
        }
        for name, manifest in ((name, engine.manifests[name]) for name in engine.names)
    ]
    if as_json:
        show_json(found)
    else:
        show_table([{**one, "title": one["title"]["en"]} for one in found], ["name", "title", "module"])


@plugin.command()
@click.argument("name")
@click.option("--title-zh", default="许愿墙", show_default=True, help="Its title in Chinese.")
@click.option("--title-en", default="Wishing wall", show_default=True, help="Its title in English.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Where to put it; here, if not said.",
)
def new(name: str, title_zh: str, title_en: str, folder: Path) -> None:
    """Begin a tool in a distribution of its own: a folder hutong-NAME that works and is tested at once."""
    try:
        made = new_plugin(this_app(), name, {"zh": title_zh, "en": title_en}, folder)
    except NewPluginError as error:
        raise click.ClickException(str(error)) from error
    say(f"Made {made}. Next:")
    say(f"  cd {made} && pip install -e .")
    say("  pytest")
    say(f"  hutong plugin enable {name} SLUG   # in a community; then: hutong up")


@plugin.command()
@click.argument("name")
@click.argument("slug")
@click.option(
    "--content",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A content file as templates have them, applied like one.",
)
def enable(name: str, slug: str, content: Path | None) -> None:
    """Switch a tool on in a community, perhaps with content to begin with."""
    _switch(name, slug, enabled=True, content=content)


@plugin.command()
@click.argument("name")
@click.argument("slug")
def disable(name: str, slug: str) -> None:
    """Switch a tool off in a community; nothing of it is deleted."""
    _switch(name, slug, enabled=False)


def _switch(name: str, slug: str, *, enabled: bool, content: Path | None = None) -> None:
    engine = plugins()
    if name not in engine.manifests:
        raise click.ClickException(f"no tool is called {name!r}; installed are {', '.join(engine.names)}")
    with in_tenant(slug, write=True) as before:
        tenant = tenant_by_id(before.id)
        assert tenant is not None
        set_plugin(tenant=tenant, plugin=name, enabled=enabled)
        if content is not None:
            _apply(info_of(tenant), name, content)
        g.tenant = info = info_of(tenant)
        links = share_everything(info) if enabled else []
    note(f"{name} is {'on' if enabled else 'off'} in {slug}")
    if enabled and engine.manifests[name].console_endpoint:
        say(f"Console  {console_url(info, engine.manifests[name].console_endpoint)}")
    for target, link in links:
        if target.plugin == name:
            say(f"Link     {share_address(info, link)}  {target.title}")


def _apply(info: TenantInfo, name: str, content: Path) -> None:
    try:
        data = yaml.safe_load(content.read_text(encoding="utf-8")) or {}
        hand_over(info, name, Starter(content.stem, data, content.parent, info.languages))
    except (TemplateError, yaml.YAMLError, OSError) as error:
        raise click.ClickException(f"{content}: {' '.join(str(error).split())}") from error


@plugin.command()
@click.argument("name")
@click.option(
    "--export",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Keep all rows here before, as a backup does (.tar.gz).",
)
@click.option("--no-export", is_flag=True, help="Keep nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(name: str, export: Path | None, no_export: bool, yes: bool) -> None:
    """Delete the data of a tool in all communities, installed or not. There is no way back but the export."""
    if (export is None) != no_export:
        raise click.UsageError("give --export FILE to keep a copy, or --no-export to keep none")
    try:
        remains = remains_of(this_app(), name)
    except NothingToRemoveError as error:
        raise click.ClickException(str(error)) from error
    if export is not None:
        _export(name, export)
    what = f"{len(remains.tables)} tables with {remains.rows} rows, used by {remains.tenants} communities"
    if not yes:
        click.confirm(f"Delete {name}: {what}?", abort=True)
    remove_plugin(this_app(), name)
    note(f"removed {name}: {what}")
    if name in plugins().names:
        note(f"{name} is still installed: uninstall it, or its tables are built anew at the next start")


def _export(name: str, target: Path) -> None:
    try:
        rows = write_tables(this_app(), name, target)
    except OSError as error:
        raise click.ClickException(f"nothing was deleted: {error}") from error
    note(f"kept {rows} rows in {target}")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path())
def translations(folder: Path) -> None:
    """Bring a tool's Chinese catalog up to date and compile it; what Hutong says itself is filled in."""
    try:
        package = plugin_package(folder)
    except LookupError as error:
        raise click.ClickException(str(error)) from error
    filled, left = update_catalog(package, words_of_the_house(apart_from=package))
    for line in (*filled, *left):
        say(line)
    if not left:
        note("every text has its Chinese")


@click.command()
@as_json
def routes(as_json: bool) -> None:
    """Every route with its surface and who may call it."""
    found = route_table(this_app())
    if as_json:
        show_json(found)
    else:
        show_table(found, ["surface", "rule", "methods", "audience", "permission", "endpoint"])


def route_table(app: Flask) -> list[dict[str, Any]]:
    """One row for each rule of the URL map; `plugin` is empty for the core's own."""
    rows = []
    for rule in app.url_map.iter_rules():
        view: Any = app.view_functions[rule.endpoint]
        policy: Policy = view.policy
        rows.append(
            {
                "rule": rule.rule,
                "endpoint": rule.endpoint,
                "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
                "plugin": _plugin_of(app, rule.endpoint),
                "surface": rule.subdomain,
                "audience": policy.audience,
                "permission": policy.permission,
            }
        )
    return sorted(rows, key=lambda row: (row["surface"], row["rule"], row["endpoint"]))


def _plugin_of(app: Flask, endpoint: str) -> str:
    name = endpoint.partition(".")[0].removesuffix("_console")
    return name if name in app.extensions["hutong.plugins"].names else ""
