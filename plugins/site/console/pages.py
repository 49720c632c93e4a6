"""The list of pages, and what is done to whole pages."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, notify, policy
from plugins.site.changes import changes_between
from plugins.site.console.blueprint import EDIT, PUBLISH, blueprint, draft_of, existing_page, title_of
from plugins.site.content import parse_content
from plugins.site.forms import NewPageForm
from plugins.site.models import SitePage
from plugins.site.operations import SiteError, create_page, make_home, order_pages, withdraw_page
from plugins.site.queries import pages, published_contents


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
@policy("staff", permission=PUBLISH)
def home(page_id: uuid.UUID) -> ResponseReturnValue:
    """Make it the page that visitors meet first."""
    page = existing_page(page_id)
    if attempt(make_home, page, refused=_("Publish the page first; then it can be the first page.")):
        notify(_("This is now the first page that visitors see."))
    return redirect(url_for(".edit", page_id=page.id))


@blueprint.post("/pages/<uuid:page_id>/withdraw")
@policy("staff", permission=PUBLISH)
def withdraw(page_id: uuid.UUID) -> ResponseReturnValue:
    """Take it off the site; what it says stays."""
    page = existing_page(page_id)
    refused = _("The first page stays visible. Make another page the first one before.")
    if attempt(withdraw_page, page, refused=refused):
        notify(_("Visitors no longer see this page. Everything in it is kept."))
    return redirect(url_for(".edit", page_id=page.id))


def attempt(operation: Callable[..., None], page: SitePage, *, refused: str) -> bool:
    """Do it to the page; where its place in the site forbids that, say `refused`."""
    try:
        operation(page=page)
    except SiteError:
        notify(refused, kind="bad")
        return False
    return True
