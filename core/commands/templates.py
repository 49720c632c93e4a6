"""``hutong template …``: scenarios."""

import os
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from core.authoring.template_new import new_template
from core.authoring.template_preview import show_preview
from core.commands.output import as_json, note, say, show_json, show_table
from core.database import db
from core.gallery.applied import applications
from core.gallery.applying import Takes, apply_to_community, would_change
from core.gallery.asking import SilentToolsError
from core.gallery.catalog import TemplateError, TemplateInfo, all_templates, templates_folder
from core.gallery.checks import template_faults
from core.gallery.faults import Fault
from core.gallery.saved import template_called
from core.gallery.undoing import UndoneError, take_back
from core.schema import pending_units
from core.tenants.queries import tenant_by_id
from core.tenants.working import in_tenant
from core.texts import text_in
from core.this_app import this_app


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
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--name", "name_too", is_flag=True, help="Take its name, too.")
@click.option("--tagline", is_flag=True, help="Take the line under its name, too.")
@click.option("--look", is_flag=True, help="Take its theme and colours, too.")
@as_json
def apply_to(
    slug: str, name: str, *, dry_run: bool, name_too: bool, tagline: bool, look: bool, as_json: bool
) -> None:
    """Give a community what a template has; what it has already stays as it is. `undo` takes it back."""
    takes = Takes(name=name_too, tagline=tagline, look=look)
    try:
        with in_tenant(slug) as info:  # the rehearsal is a writer itself: nobody else may be one meanwhile
            changes = would_change(info, template_called(name))
            db.session.rollback()
        applied = False if dry_run else _apply(slug, name, takes)
    except TemplateError as error:
        raise click.ClickException(str(error).splitlines()[0]) from error
    _show_changes(changes.stored(), as_json=as_json)
    if not dry_run:
        note(f"{name} was applied to {slug}" if applied else f"{slug} has all of {name} already")


def _apply(slug: str, name: str, takes: Takes) -> bool:
    with in_tenant(slug, write=True) as info:
        tenant = tenant_by_id(info.id)
        assert tenant is not None
        return apply_to_community(tenant=tenant, template=template_called(name), takes=takes) is not None


_PARTS = (("+", "added", ""), ("=", "there", " (there already)"), ("=", "binned", " (in the bin)"))


def _show_changes(tools: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        show_json(tools)
        return
    for tool in tools:
        if tool["is_new"]:
            say(f"+ {tool['plugin']} is switched on")
        for sign, part, words in _PARTS:
            for title in tool[part]:
                say(f"{sign} {tool['plugin']}: {text_in(title, 'en')}{words}")


@template.command()
@click.argument("slug")
def undo(slug: str) -> None:
    """Take back the template that was applied last; what people have used or changed stays, and is listed."""
    with in_tenant(slug, write=True) as info:
        record = next((one for one in applications() if one.undone_at is None), None)
        tenant = tenant_by_id(info.id)
        if record is None or tenant is None:
            raise click.ClickException(f"nothing was applied to {slug} that is not taken back")
        try:
            take_back(tenant=tenant, record=record)
        except (UndoneError, SilentToolsError) as error:
            raise click.ClickException(str(error) or f"{record.template} was taken back before") from error
        kept, name = list(record.kept), record.template
    for thing in kept:
        say(f"= {thing['plugin']}: {text_in(thing['title'], 'en')} ({thing['why']})")
    note(f"{name} was taken back from {slug}")


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
    found = {folder: template_faults(folder) for folder in _folders(folders)}
    refused = [fault.what for faults in found.values() for fault in faults]
    if any("OperationalError" in what for what in refused) and pending_units(this_app()):
        raise click.ClickException("the database is behind: run `hutong db upgrade`")
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
