"""``hutong tenant …``: communities of this installation."""

from typing import Any

import click
from flask import g
from sqlalchemy import select

from core.accounts.addresses import AddressError
from core.commands.output import as_json, note, say, show_json, show_table
from core.database import db, writing
from core.gallery.catalog import TemplateError
from core.operator.opening import Opened, open_for_owner
from core.tenants.info import TenantInfo
from core.tenants.models import Plan, Tenant
from core.tenants.operations import delete_tenant
from core.tenants.queries import tenant_by_slug
from core.tenants.slugs import SlugError
from core.urls import public_url

SLUG_WORDS = {
    "malformed": "3 to 40 small letters, digits and single hyphens, a letter first",
    "reserved": "this name is kept for the platform",
    "taken": "another community has this name, or had it",
}


@click.group()
def tenant() -> None:
    """Communities of this installation."""


@tenant.command()
@click.argument("slug")
@click.option("--template", required=True, help="Name of a scenario (`hutong template list`).")
@click.option("--owner", required=True, metavar="EMAIL", help="Who it belongs to; gets a mail about it.")
@click.option("--languages", default="zh,en", show_default=True, help="Languages of its pages, own first.")
@as_json
def create(slug: str, template: str, owner: str, languages: str, as_json: bool) -> None:
    """Open a community: published, its surveys open, shared by links."""
    spoken = [language.strip() for language in languages.split(",") if language.strip()]
    if not spoken or not set(spoken) <= {"zh", "en"}:
        raise click.UsageError(f"--languages is zh, en or both, not {languages!r}")
    g.language = spoken[0]
    try:
        with writing():
            opened = open_for_owner(slug=slug, template=template, email=owner, languages=spoken)
            db.session.commit()
    except SlugError as error:
        raise click.ClickException(f"{slug!r}: {SLUG_WORDS[error.reason]}") from error
    except AddressError as error:
        raise click.UsageError(f"--owner {owner!r}: {error}") from error
    except TemplateError as error:
        raise click.ClickException(str(error).splitlines()[0]) from error
    if as_json:
        show_json(_as_json(opened))
    else:
        _tell(opened)
    if opened.owner_url:
        note(f"Its owner chooses a password (seven days): {opened.owner_url}")


def _as_json(opened: Opened) -> dict[str, Any]:
    return {
        "tenant": opened.tenant.slug,
        "site_url": opened.site_url,
        "console_url": opened.console_url,
        "links": [{"plugin": plugin, "title": title, "url": url} for plugin, title, url in opened.links],
    }


def _tell(opened: Opened) -> None:
    say(f"Site     {opened.site_url}")
    say(f"Console  {opened.console_url}")
    for _, title, url in opened.links:
        say(f"Link     {url}  {title}")


@tenant.command("list")
@as_json
def show(as_json: bool) -> None:
    """All communities, oldest first."""
    rows = db.session.execute(select(Tenant, Plan.name).join(Plan).order_by(Tenant.id)).all()
    found = [
        {
            "tenant": row.slug,
            "name": TenantInfo.of(row).name_in(row.languages[0]),
            "status": row.status,
            "plan": plan,
            "scenario": row.scenario,
            "seats_taken": row.seats_taken,
            "site_url": public_url(TenantInfo.of(row), "public.home"),
        }
        for row, plan in rows
    ]
    if as_json:
        show_json(found)
    elif found:
        show_table(found, ["tenant", "status", "plan", "scenario", "site_url"])
    else:
        note("none yet: hutong tenant create SLUG --template T --owner EMAIL")


@tenant.command()
@click.argument("slug")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(slug: str, yes: bool) -> None:
    """Delete a community with everything in it. There is no way back but a backup."""
    with writing():
        found = tenant_by_slug(slug)
        if found is None:
            raise click.ClickException(f"there is no community {slug!r}")
        if not yes:
            click.confirm(f"Delete {slug} with all its pages, surveys, answers and people?", abort=True)
        delete_tenant(tenant=found)
        db.session.commit()
    note(f"deleted {slug}")
