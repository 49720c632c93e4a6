"""``hutong plugin list`` and ``hutong routes``: what is installed, and who may call what."""

from typing import Any

import click
from flask import Flask

from core.commands.application import this_app
from core.commands.output import as_json, show_json, show_table
from core.plugin_manager import plugins
from core.policy import Policy


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
