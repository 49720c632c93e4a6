"""A business's own templates: saved from its site, looked at, shown to others, put into the bin."""

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.gallery.catalog import TemplateError
from core.gallery.licences import licence_in
from core.gallery.models import SavedTemplate
from core.gallery.publishing import (
    NotToBeSharedError,
    bin_template,
    forget_template,
    restore_template,
    share,
    unshare,
)
from core.gallery.saved import own_templates, saved_named, shared_of, template_of, uses_of
from core.i18n import gettext as _, interface_language
from core.notices import notify
from core.policy import policy

blueprint = Blueprint(
    "own_templates", __name__, subdomain="console", url_prefix="/templates", template_folder="templates"
)


@blueprint.get("/")
@policy("owner")
def index() -> str:
    """All own templates, each with its newest version."""
    rows = list({row.code: row for row in reversed(own_templates())}.values())[::-1]
    public = {one.code: one for row in rows for one in shared_of(row.code)}
    return render_template(
        "gallery/own/index.html",
        rows=rows,
        public=public,
        uses=uses_of(row.code for row in rows),
        in_bin=len({row.code for row in own_templates(in_bin=True)}),
    )


@blueprint.get("/<saved>")
@policy("owner")
def one(saved: str) -> str:
    """A version: how the gallery shows it, what stayed at home, who took it, and its other versions."""
    row = _row(saved)
    public = {one.version: one for one in shared_of(row.code)}
    return render_template(
        "gallery/own/one.html",
        row=row,
        fault=_fault(row),
        public=public.get(row.version),
        down=next((one for one in public.values() if one.taken_down_at), None),
        versions=[one for one in own_templates() if one.code == row.code],
        uses=uses_of([row.code]).get(row.code, 0),
        terms=licence_in(row.licence, interface_language()),
    )


@blueprint.get("/<saved>/file")
@policy("owner")
def download(saved: str) -> Response:
    """The version as a zip, for another installation."""
    row = _row(saved)
    response = Response(row.bundle, mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{row.name}.zip"'
    return response


@blueprint.post("/<saved>/share")
@policy("owner")
def make_public(saved: str) -> ResponseReturnValue:
    """Show this version in the gallery."""
    row = _row(saved)
    if g.tenant.status != "active":
        notify(_("Claim your community first; then you can show its template to others."), kind="bad")
        return redirect(url_for(".one", saved=saved), code=303)
    try:
        share(row)
    except NotToBeSharedError:
        notify(_("It can’t be shown: the platform took it down, or it is for your own use only."), kind="bad")
    else:
        notify(_("Everybody here can begin with it now."))
    return redirect(url_for(".one", saved=saved), code=303)


@blueprint.post("/<saved>/unshare")
@policy("owner")
def make_private(saved: str) -> ResponseReturnValue:
    """Take all its versions out of the gallery."""
    unshare(_row(saved).code)
    notify(_("Nobody else sees it any more. What was made from it stays."))
    return redirect(url_for(".one", saved=saved), code=303)


@blueprint.post("/<saved>/bin")
@policy("owner")
def throw_away(saved: str) -> ResponseReturnValue:
    """Put the template, with all versions, into the bin."""
    bin_template(_row(saved).code)
    notify(_("Moved to the bin."), undo_url=url_for(".restore", saved=saved))
    return redirect(url_for(".index"), code=303)


@blueprint.get("/bin")
@policy("owner")
def bin_() -> str:
    """What was thrown away."""
    rows = {row.code: row for row in reversed(own_templates(in_bin=True))}
    return render_template("gallery/own/bin.html", rows=list(rows.values())[::-1])


@blueprint.post("/<saved>/restore")
@policy("owner")
def restore(saved: str) -> ResponseReturnValue:
    """Back from the bin."""
    restore_template(_binned(saved)[0].code)
    notify(_("Back again. It is not shown to others until you say so."))
    return redirect(url_for(".index"), code=303)


@blueprint.route("/<saved>/forget", methods=["GET", "POST"])
@policy("owner")
def forget(saved: str) -> ResponseReturnValue:
    """The last question, then gone for good."""
    rows = _binned(saved)
    if request.method == "GET":
        return render_template("gallery/own/forget.html", row=rows[0], versions=len(rows))
    forget_template(rows)
    notify(_("Deleted for good."))
    return redirect(url_for(".index"), code=303)


def _row(saved: str) -> SavedTemplate:
    return saved_named(saved) or abort(404)


def _binned(saved: str) -> list[SavedTemplate]:
    """All versions in the bin of the template that `saved` names a version of."""
    rows = own_templates(in_bin=True)
    codes = {row.code for row in rows if row.name == saved}
    return [row for row in rows if row.code in codes] or abort(404)


def _fault(row: SavedTemplate) -> str:
    """Why it cannot be used here, empty where it can."""
    try:
        template_of(row)
    except TemplateError as error:
        return str(error).splitlines()[0]
    return ""
