"""``hutong template …``: scenarios."""

import os
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from core.authoring.template_new import new_template
from core.authoring.template_preview import show_preview
from core.commands.application import this_app
from core.commands.output import as_json, note, say, show_json, show_table
from core.database import db, writing
from core.gallery.catalog import TemplateError, TemplateInfo, all_templates, templates_folder
from core.gallery.checks import template_faults
from core.gallery.faults import Fault
from core.gallery.operations import apply_template, share_everything
from core.gallery.saved import template_called
from core.schema import pending_units
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
            share_everything(apply_template(found, template_called(name), found.languages))
        except TemplateError as error:
            raise click.ClickException(str(error).splitlines()[0]) from error
        db.session.commit()
    note(f"{name} was applied to {slug}")


@template.command()
@click.argument("name")
@click.option("--from", "of", metavar="TEMPLATE", default="", help="Begin as a copy of this template.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to put it, instead of with this installation's templates.",
)
def new(name: str, of: str, folder: Path | None) -> None:
    """Begin a template: a small one that works, with a comment at every field."""
    try:
        made = new_template(name, of=of, parent=folder)
    except TemplateError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from error
    shown = os.path.relpath(made)
    say(shown)
    note(f"see it while you write:  hutong template preview {shown}")
    note(f"what is wrong with it:   hutong template check {shown}")


@template.command()
@click.argument("folders", nargs=-1, metavar="[NAME|FOLDER]…")
@as_json
def check(folders: tuple[str, ...], as_json: bool) -> None:
    """Say what keeps templates from working: those named, or all. Exits with 1 if anything does.

    Each mistake is a line with file, line and what to do; hints alone, as of files that nobody uses, are no
    mistakes.
    """
    if pending_units(this_app()):
        raise click.ClickException("the database is behind: run `hutong db upgrade`")
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


@template.command()
@click.argument("folder", metavar="NAME|FOLDER")
@click.option("--port", default=5080, show_default=True, help="0 takes any that is free.")
def preview(folder: str, port: int) -> None:
    """Show a template's site while you write it; the page changes with the files. Ctrl+C ends it.

    Nothing is kept: the site lives in a database of its own that goes when this ends.
    """
    [found] = _folders((folder,))
    if not found.is_dir():
        raise click.ClickException(f"there is no template {folder!r}, and no folder either")
    try:
        show_preview(found, this_app().extensions["hutong.settings"], port, note)
    except OSError as error:
        raise click.ClickException(f"port {port}: {error.strerror}; take another --port") from error


def _folders(named: tuple[str, ...]) -> list[Path]:
    if not named:
        return sorted(path.parent for path in templates_folder().glob("*/template.yaml"))
    return [Path(name).resolve() if Path(name).is_dir() else templates_folder() / name for name in named]
