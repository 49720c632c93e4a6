"""``hutong template …``: scenarios."""

import os
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from core.commands.output import as_json, note, say, show_json, show_table
from core.database import db, writing
from core.gallery.catalog import TemplateError, TemplateInfo, all_templates, template_named, templates_folder
from core.gallery.checks import template_faults
from core.gallery.faults import Fault
from core.gallery.operations import apply_template, share_everything
from core.tenancy import bind_tenant
from core.tenants.queries import tenant_by_slug


@click.group()
def template() -> None:
    """Scenarios a community can start from."""


@template.command("list")
@as_json
def show(as_json: bool) -> None:
    """Templates of this installation in the order of the gallery."""
    found = [_described(one) for one in all_templates()]
    if as_json:
        show_json(found)
        return
    show_table([{**one, "title": one["title"]["en"]} for one in found], ["name", "title"])


def _described(one: TemplateInfo) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "summary": one.summary,
        "plugins": list(one.plugins),
        "folder": str(one.folder),
    }


@template.command("apply")
@click.argument("slug")
@click.argument("name", metavar="TEMPLATE")
def apply_to(slug: str, name: str) -> None:
    """Give a community what a template has; what it has already stays as it is."""
    with writing():
        found = tenant_by_slug(slug)
        if found is None:
            raise click.ClickException(f"there is no community {slug!r}")
        bind_tenant(db.session(), found.id)
        try:
            share_everything(apply_template(found, template_named(name), found.languages))
        except TemplateError as error:
            raise click.ClickException(str(error).splitlines()[0]) from error
        db.session.commit()
    note(f"{name} was applied to {slug}")


@template.command()
@click.argument("folders", nargs=-1, metavar="[NAME|FOLDER]…")
@as_json
def check(folders: tuple[str, ...], as_json: bool) -> None:
    """Say what keeps templates from working: those named, or all. Exits with 1 if anything does.

    Each mistake is a line with file, line and what to do; hints alone, as of files that nobody uses, are no
    mistakes.
    """
    found = {folder: template_faults(folder) for folder in _folders(folders)}
    if as_json:
        show_json([_checked(folder, faults) for folder, faults in found.items()])
    else:
        for folder, faults in found.items():
            for fault in faults:
                say(str(replace(fault, file=_shown(folder, fault))))
            if not any(fault.is_error for fault in faults):
                say(f"{folder.name}: good")
    if any(fault.is_error for faults in found.values() for fault in faults):
        raise click.exceptions.Exit(1)


def _checked(folder: Path, faults: list[Fault]) -> dict[str, Any]:
    told = [asdict(replace(fault, file=_shown(folder, fault))) for fault in faults]
    return {"name": folder.name, "good": not any(fault.is_error for fault in faults), "faults": told}


def _shown(folder: Path, fault: Fault) -> str:
    """The file's path from here, so that an editor finds it."""
    return os.path.relpath(folder.parent / fault.file)


def _folders(named: tuple[str, ...]) -> list[Path]:
    if not named:
        return sorted(path.parent for path in templates_folder().glob("*/template.yaml"))
    return [Path(name).resolve() if Path(name).is_dir() else templates_folder() / name for name in named]
