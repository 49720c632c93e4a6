"""From draft to version: the summary, publishing, discarding, earlier versions."""

import uuid

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, notify, policy
from plugins.site.changes import changes_between
from plugins.site.console.blueprint import (
    EDIT,
    PUBLISH,
    blueprint,
    describer,
    draft_of,
    existing_page,
    title_of,
)
from plugins.site.content import parse_content
from plugins.site.operations import SiteError, bring_back_version, discard_draft, publish_page
from plugins.site.queries import version, versions


@blueprint.get("/pages/<uuid:page_id>/publish")
@policy("staff", permission=PUBLISH)
def summary(page_id: uuid.UUID) -> str:
    """What will change for visitors."""
    page = existing_page(page_id)
    seen = version(page.id, page.published)
    changes = changes_between(parse_content(seen.content) if seen else None, draft_of(page))
    return render_template(
        "site/console/publish.html", page=page, title=title_of(page), changes=changes, words=describer()
    )


@blueprint.post("/pages/<uuid:page_id>/publish")
@policy("staff", permission=PUBLISH)
def publish(page_id: uuid.UUID) -> ResponseReturnValue:
    """Freeze the draft as what visitors see. A change that came in since the summary is shown first."""
    page = existing_page(page_id, lock=True)
    if request.form.get("revision", str(page.revision)) != str(page.revision):
        notify(_("Somebody changed the page a moment ago. Look once more, then publish."), kind="bad")
        return redirect(url_for(".summary", page_id=page.id))
    publish_page(page=page, by=g.person.id)
    notify(_("Published. This is what customers see now."))
    return redirect(url_for(".edit", page_id=page.id))


@blueprint.post("/pages/<uuid:page_id>/discard")
@policy("staff", permission=EDIT)
def discard(page_id: uuid.UUID) -> ResponseReturnValue:
    """Back to what visitors see, with a way back."""
    page = existing_page(page_id, lock=True)
    before = page.revision
    try:
        discard_draft(page=page)
    except SiteError:
        notify(_("This page was never published, so there is nothing to go back to."), kind="bad")
    else:
        notify(
            _("Back to what customers see."),
            undo_url=url_for(".undo", page_id=page.id, revision=before),
        )
    return redirect(url_for(".edit", page_id=page.id))


@blueprint.get("/pages/<uuid:page_id>/versions")
@policy("staff", permission=EDIT)
def earlier(page_id: uuid.UUID) -> str:
    """Every version, newest first."""
    page = existing_page(page_id)
    return render_template(
        "site/console/versions.html", page=page, title=title_of(page), versions=versions(page.id)
    )


@blueprint.get("/pages/<uuid:page_id>/versions/<int:number>")
@policy("staff", permission=EDIT)
def one_version(page_id: uuid.UUID, number: int) -> str:
    """One version as visitors saw it."""
    page = existing_page(page_id)
    shown = version(page.id, number)
    if shown is None:
        abort(404)
    return render_template("site/console/version.html", page=page, title=title_of(page), version=shown)


@blueprint.post("/pages/<uuid:page_id>/versions/<int:number>/restore")
@policy("staff", permission=EDIT)
def bring_back(page_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Make an earlier version the draft."""
    page = existing_page(page_id, lock=True)
    before = page.revision
    try:
        bring_back_version(page=page, number=number)
    except SiteError:
        abort(404)
    notify(
        _("The earlier version is your draft now. Publish it when it is right."),
        undo_url=url_for(".undo", page_id=page.id, revision=before),
    )
    return redirect(url_for(".edit", page_id=page.id))
