"""``hutong template save|export|import``: templates that businesses make of their own sites."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from core.commands.output import as_json, note, show_json
from core.database import db, writing
from core.gallery.bundles import MOST_BYTES, files_in, unpacked, write_folder
from core.gallery.catalog import TemplateError
from core.gallery.importing import bring_files
from core.gallery.licences import OFFERED, licences_after
from core.gallery.models import PREFIX, SavedTemplate, code_and_version
from core.gallery.publishing import NotToBeSharedError, share
from core.gallery.saved import newest_of, saved_named, shared_named
from core.gallery.saving import About, Choices, drafted, lineage_of, save_template
from core.tenancy import bind_tenant
from core.tenants.info import TenantInfo
from core.tenants.models import Tenant
from core.tenants.operations import info_of
from core.tenants.queries import tenant_by_slug


@contextmanager
def _community(slug: str) -> Iterator[Tenant]:
    """The community of this address, with the session bound to it; what is wrong is said in one line."""
    with writing():
        found = tenant_by_slug(slug)
        if found is None:
            raise click.ClickException(f"there is no community {slug!r}")
        bind_tenant(db.session(), found.id)
        try:
            yield found
        except TemplateError as error:
            raise click.ClickException(str(error).splitlines()[0]) from error


@click.command()
@click.argument("slug")
@click.option("--title-zh", default="", help="Its name in Chinese.")
@click.option("--title-en", default="", help="Its name in English.")
@click.option("--author", default="", help="Who made it; empty: nobody is named.")
@click.option("--licence", type=click.Choice(OFFERED), default="own-use", show_default=True)
@click.option("--of", "former", default="", metavar="TEMPLATE", help="Save a new version of this one.")
@click.option("--public", is_flag=True, help="Show it in the gallery of this installation.")
@as_json
def save(  # noqa: PLR0917 - one argument for each option
    slug: str,
    title_zh: str,
    title_en: str,
    author: str,
    licence: str,
    former: str,
    public: bool,
    as_json: bool,
) -> None:
    """Save the site of the community SLUG as a template, without what is only its own.

    What its owner chose in the console, words to leave out and photos that may go along, counts here too.
    """
    title = {code: text for code, text in (("zh", title_zh), ("en", title_en)) if text.strip()}
    if not title:
        raise click.UsageError("give it a name: --title-zh, --title-en or both")
    with _community(slug) as found:
        info = info_of(found)
        about = About(title, title, author, _allowed(info, licence), _code_of(former))
        row = save_template(info=info, choices=Choices.of(info.settings), about=about)
        if public and info.status != "active":
            raise click.ClickException(f"{slug} is {info.status}: only active communities show templates")
        if public:
            _share(row)
        db.session.commit()
        told = {"name": row.name, "version": row.version, "size": row.size, "taken_out": row.taken_out}
    if as_json:
        show_json(told | {"public": public})
    else:
        note(f"{told['name']} was saved" + (" and is shown in the gallery" if public else ""))


@click.command("export")
@click.argument("slug")
@click.option("--template", "name", default="", help="A saved version; without it the site as it is now.")
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="A new folder.")
def export(slug: str, name: str, folder: Path) -> None:
    """Write a template of the community SLUG as a folder, as tenant_templates/ has them.

    SLUG may also be the name of a template that is public here.
    """
    if folder.exists():
        raise click.ClickException(f"{folder} is there already")
    files = _public_files(slug) if code_and_version(slug) else _own_files(slug, name, folder.name)
    write_folder(files, folder)
    note(f"{len(files)} files are in {folder}")


@click.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--for", "slug", required=True, metavar="SLUG", help="The community whose template it becomes.")
def import_(path: Path, slug: str) -> None:
    """Bring in a template, a folder or a zip, as one of a community's own, after all checks."""
    try:
        files = files_in(path) if path.is_dir() else unpacked(_bytes(path))
        with _community(slug) as found:
            tenant_id = found.id
            db.session.rollback()
            bind_tenant(db.session(), tenant_id)
            name = bring_files(files=files).name
            db.session.commit()
    except TemplateError as error:
        raise click.ClickException(str(error).splitlines()[0]) from error
    note(f"{name} belongs to {slug} now; nobody else sees it")


saved = (save, export, import_)
"""The commands of this module, which stand below ``hutong template``."""


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > MOST_BYTES or not zipfile.is_zipfile(path):
        raise TemplateError(f"{path.name} is no zip file of {MOST_BYTES // 1_000_000} MB at most")
    return path.read_bytes()


def _own_files(slug: str, name: str, folder: str) -> dict[str, bytes]:
    with _community(slug) as found:
        info = info_of(found)
        if name:
            row = saved_named(name)
            if row is None:
                raise click.ClickException(f"{slug} has no template {name!r}")
            return unpacked(row.bundle)
        about = replace(About(), code="preview")
        files = dict(drafted(info, Choices.of(info.settings), about).files)
    former = f"name: {PREFIX}preview-0".encode()
    return files | {"template.yaml": files["template.yaml"].replace(former, f"name: {folder}".encode(), 1)}


def _public_files(name: str) -> dict[str, bytes]:
    row = shared_named(name)
    if row is None:
        raise click.ClickException(f"no public template is called {name!r}")
    return unpacked(row.bundle)


def _allowed(info: TenantInfo, licence: str) -> str:
    possible = licences_after(one["licence"] for one in lineage_of(info))
    if licence not in possible:
        raise click.ClickException(f"what it was made from allows only: {', '.join(possible)}")
    return licence


def _code_of(name: str) -> str:
    code = (code_and_version(name) or ("", 0))[0]
    if name and newest_of(code) is None:
        raise click.ClickException(f"there is no template {name!r} to save a version of")
    return code


def _share(row: SavedTemplate) -> None:
    try:
        share(row)
    except NotToBeSharedError as error:
        raise click.ClickException("it was taken down, or is for own use only (--licence)") from error
