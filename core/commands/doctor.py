"""``hutong doctor``: what is well with this installation, and what is not."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

import click
from flask import Flask
from sqlalchemy import select

from core.commands.output import as_json, say, show_json
from core.config import Settings
from core.database import db, reading
from core.gallery.catalog import all_templates, templates_folder
from core.gallery.checks import template_problems
from core.jobs.queries import open_jobs, parked_jobs, waiting_jobs
from core.mail.queries import mail_counts
from core.plugin_manager import plugins
from core.schema import pending_units, recorded_revisions, refuse_newer_database, schema_units
from core.tenants.pausing import all_pauses
from core.this_app import this_app
from core.tools.absence import absent_uses

LITTLE_SPACE = 500 * 1024**2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: ``good``, ``note`` (works, but read this) or ``bad``."""

    name: str
    state: str
    detail: str


@click.command()
@as_json
def doctor(as_json: bool) -> None:
    """Look at everything this installation needs. Exits with 1 if something is bad."""
    with reading():
        findings = examine(this_app())
    if as_json:
        show_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            say(f"{finding.state:5} {finding.name:10} {finding.detail}")
    if any(finding.state == "bad" for finding in findings):
        raise click.exceptions.Exit(1)


def examine(app: Flask) -> list[Finding]:
    """All findings; what depends on the database is left out while it does not answer."""
    settings: Settings = app.extensions["hutong.settings"]
    findings = [*_machine(settings), *_parts(app), *_database(app, settings)]
    if not any(finding.name in ("database", "schema") and finding.state == "bad" for finding in findings):
        findings += [*_templates(), *_absent(app), *_work()]
    return findings


def _machine(settings: Settings) -> Iterator[Finding]:
    yield Finding("python", "good", sys.version.split()[0])
    writable = os.access(settings.home, os.W_OK)
    yield Finding(
        "home", "good" if writable else "bad", f"{settings.home}{'' if writable else ' is read-only'}"
    )
    free = shutil.disk_usage(settings.home).free
    yield Finding("disk", "good" if free > LITTLE_SPACE else "note", f"{free // 1024**2} MB free")


def _parts(app: Flask) -> Iterator[Finding]:
    left_out = plugins().left_out
    names = ", ".join(plugins().names) or "none"
    is_safe = f"{names}; safe mode, without {', '.join(left_out)}" if left_out else names
    yield Finding("plugins", "note" if left_out else "good", is_safe)
    has_assets = app.extensions["hutong.static"].find("vendor/altcha/altcha.min.js") is not None
    yield Finding("assets", *(("good", "complete") if has_assets else ("note", "run `make setup`")))


def _templates() -> Iterator[Finding]:
    """Each broken template with what is wrong first; all else `hutong template check` says."""
    broken = 0
    for folder in sorted(path.parent for path in templates_folder().glob("*/template.yaml")):
        problems = template_problems(folder)
        if problems:
            broken += 1
            more = f" (and {len(problems) - 1} more: hutong template check)" if problems[1:] else ""
            yield Finding("templates", "note", f"{folder.name} is left out: {problems[0]}{more}")
    if not broken:
        yield Finding("templates", "good", ", ".join(template.name for template in all_templates()))


def _database(app: Flask, settings: Settings) -> Iterator[Finding]:
    kind = settings.database.partition(":")[0]
    failure = _failure(lambda: db.session.execute(select(1)))
    yield Finding("database", "bad" if failure else "good", failure or kind)
    if not failure:
        newer = _failure(lambda: refuse_newer_database(app), named=False)
        if newer:
            yield Finding("schema", "bad", newer)
            return
        pending = [unit.name for unit in pending_units(app)]
        detail = f"{', '.join(pending)} behind: run `hutong db upgrade`" if pending else "up to date"
        yield Finding("schema", "bad" if pending else "good", detail)


def _absent(app: Flask) -> Iterator[Finding]:
    """Tools that are not installed though somebody has data of them."""
    with db.engine.connect() as connection:
        kept = recorded_revisions(connection).keys() - {unit.name for unit in schema_units(app)}
    uses, waiting = absent_uses(), waiting_jobs()
    for name in sorted(kept | uses.keys()):
        yield Finding(
            "tools",
            "note",
            f"{name} is not installed: {uses[name]} communities use it, {waiting.get(name, 0)} jobs wait. "
            "Nothing is lost; install it again, or take its data out: "
            f"hutong plugin remove {name} --export FILE",
        )


def _work() -> Iterator[Finding]:
    pauses = [f"{pause.plugin} in {slug} ({pause.hook}: {pause.fault})" for slug, pause in all_pauses()]
    yield Finding("pauses", "note" if pauses else "good", "; ".join(pauses) or "no tool pauses")
    parked = len(parked_jobs())
    yield Finding("jobs", "note" if parked else "good", f"{open_jobs()} waiting, {parked} given up")
    counts = mail_counts()
    counted = ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "none"
    yield Finding("mail", "note" if counts.get("failed") else "good", counted)


def _failure(work: Callable[[], object], *, named: bool = True) -> str:
    """What went wrong, with the name of the error where it is none of our own."""
    try:
        work()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the doctor tells
        text = " ".join(str(error).split())
        return f"{type(error).__name__}: {text}"[:200] if named else text
    return ""
