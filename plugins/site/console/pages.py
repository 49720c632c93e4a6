"""The list of pages, and what is done to whole pages."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, notify, policy
from plugins.site.changes import changes_between
from plugins.site.console.blueprint import EDIT, blueprint, draft_of, existing_page, title_of
from plugins.site.content import parse_content
from plugins.site.forms import NewPageForm
from plugins.site.models import SitePage
from plugins.site.operations import (
    SiteError,
    bin_page,
    create_page,
    make_home,
    order_pages,
    restore_page,
    withdraw_page,
)
from plugins.site.queries import page_by_id, pages, published_contents


@blueprint.get("/")
@policy("staff", permission=EDIT)
def index() -> str:
    """Every page with its state."""
    seen = published_contents()
    listed = [_line(page, seen) for page in pages()]
    return render_template("site/console/pages.html", pages=listed, binned=len(pages(in_bin=True)))


def _line(page: SitePage, seen: Mapping[uuid.UUID, Mapping[str, Any]]) -> dict[str, object]:
    content = seen.get(page.id)
    changes = changes_between(parse_content(content) if content else None, draft_of(page))
    return {
        "page": page,
        "title": title_of(page),
        "changes": len(changes),
        "is_published": page.published is not None,
    }


@blueprint.post("/order")
@policy("staff", permission=EDIT)
def order() -> ResponseReturnValue:
    """The order after a move by touch or keyboard: keys joined by commas."""
    order_pages(keys=request.form.get("order", "").split(","))
    return "", 204


@blueprint.post("/pages/<uuid:page_id>/move")
@policy("staff", permission=EDIT)
def step(page_id: uuid.UUID) -> ResponseReturnValue:
    """One place ``?to=up`` or down, without script."""
    keys = [page.key for page in pages()]
    order_pages(keys=moved(keys, existing_page(page_id).key, request.args.get("to", "down")))
    return redirect(url_for(".index"))


def moved(keys: list[str], key: str, direction: str) -> list[str]:
    """`keys` with `key` one place further up or down."""
    place = keys.index(key)
    keys.pop(place)
    keys.insert(max(0, place - 1) if direction == "up" else place + 1, key)
    return keys


@blueprint.route("/new", methods=["GET", "POST"])
@policy("staff", permission=EDIT)
def new() -> ResponseReturnValue:
    """A new page: it needs a title, all else can wait."""
    form = NewPageForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        page = create_page(title=form.title.data)
        return redirect(url_for(".edit", page_id=page.id))
    return render_template("site/console/new_page.html", form=form), 422 if form.errors else 200


@blueprint.post("/pages/<uuid:page_id>/duplicate")
@policy("staff", permission=EDIT)
def duplicate(page_id: uuid.UUID) -> ResponseReturnValue:
    """A copy of the draft, unpublished."""
    content = draft_of(existing_page(page_id))
    title = {code: _("%(title)s, copy", title=text)[:200] for code, text in content.title.items()}
    copy = create_page(title=title, content=content)
    notify(_("This is the copy. Nobody sees it until you publish it."))
    return redirect(url_for(".edit", page_id=copy.id))


@blueprint.post("/pages/<uuid:page_id>/home")
@policy("staff", permission=EDIT)
def home(page_id: uuid.UUID) -> ResponseReturnValue:
    """Make it the page that visitors meet first."""
    page = existing_page(page_id)
    try:
        make_home(page=page)
        notify(_("This is now the first page that visitors see."))
    except SiteError:
        notify(_("Publish the page first; then it can be the first page."), kind="bad")
    return redirect(url_for(".edit", page_id=page.id))


@blueprint.post("/pages/<uuid:page_id>/withdraw")
@policy("staff", permission=EDIT)
def withdraw(page_id: uuid.UUID) -> ResponseReturnValue:
    """Take it off the site; what it says stays."""
    page = existing_page(page_id)
    try:
        withdraw_page(page=page)
        notify(_("Visitors no longer see this page. Everything in it is kept."))
    except SiteError:
        notify(_("The first page stays visible. Make another page the first one before."), kind="bad")
    return redirect(url_for(".edit", page_id=page.id))


@blueprint.post("/pages/<uuid:page_id>/delete")
@policy("staff", permission=EDIT)
def delete(page_id: uuid.UUID) -> ResponseReturnValue:
    """Into the bin, with a way back."""
    page = existing_page(page_id)
    try:
        bin_page(page=page)
    except SiteError:
        notify(_("The first page cannot go. Make another page the first one before."), kind="bad")
        return redirect(url_for(".edit", page_id=page.id))
    notify(_("Moved to the bin."), undo_url=url_for(".restore", page_id=page.id))
    return redirect(url_for(".index"))


@blueprint.get("/bin")
@policy("staff", permission=EDIT)
def binned() -> str:
    """Pages in the bin."""
    lines = [{"page": page, "title": title_of(page)} for page in pages(in_bin=True)]
    return render_template("site/console/bin.html", pages=lines)


@blueprint.post("/pages/<uuid:page_id>/restore")
@policy("staff", permission=EDIT)
def restore(page_id: uuid.UUID) -> ResponseReturnValue:
    """Out of the bin, as it was."""
    page = page_by_id(page_id)
    if page is None:
        abort(404)
    restore_page(page=page)
    notify(_("The page is back as it was."))
    return redirect(url_for(".edit", page_id=page.id))
