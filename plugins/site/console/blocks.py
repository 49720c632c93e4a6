"""Adding, editing, hiding, copying and deleting blocks."""

import uuid
from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import conflict_page, gettext as _, interface_language, lazy_gettext as _l, notify, policy
from plugins.site.blocks import Block
from plugins.site.console.blueprint import (
    EDIT,
    blueprint,
    contributed_kinds,
    describer,
    draft_of,
    existing_block,
    existing_page,
    title_of,
)
from plugins.site.console.conflicts import lines_of
from plugins.site.console.editing import Editing
from plugins.site.described import kinds_on_offer
from plugins.site.models import SitePage
from plugins.site.operations import (
    BlockChangedError,
    SiteError,
    add_block,
    block_mark,
    delete_block,
    duplicate_block,
    edit_block,
    show_block,
)


@blueprint.get("/pages/<uuid:page_id>/add")
@policy("staff", permission=EDIT)
def kinds(page_id: uuid.UUID) -> str:
    """The sheet of kinds."""
    page = existing_page(page_id)
    offer = kinds_on_offer(contributed_kinds(), interface_language())
    return render_template("site/console/kinds.html", page=page, title=title_of(page), offer=offer)


@blueprint.get("/pages/<uuid:page_id>/add/new")
@policy("staff", permission=EDIT)
def chosen_kind(page_id: uuid.UUID) -> ResponseReturnValue:
    """From the sheet to the form of the chosen kind."""
    return redirect(url_for(".add", page_id=existing_page(page_id).id, kind=request.args.get("kind", "")))


@blueprint.route("/pages/<uuid:page_id>/add/<kind>", methods=["GET", "POST"])
@policy("staff", permission=EDIT)
def add(page_id: uuid.UUID, kind: str) -> ResponseReturnValue:
    """The form of a new block; it is on the page once it is saved."""
    page = existing_page(page_id, lock=request.method == "POST")
    editing = Editing(page, kind)
    if request.method == "POST":
        block = editing.posted("new")
        if block is not None:
            return _added(page, lambda: add_block(page=page, data=block.model_dump()), _ADDED)
    return editing.page_with_form(title=editing.kind_name, base="")


_ADDED = _l("Added. It shows once you publish.")
_COPIED = _l("The copy is right below.")


def _added(page: SitePage, add_it: Callable[[], Block], said: str) -> ResponseReturnValue:
    """Back to the page with the new block, or with a word that it is full."""
    try:
        block = add_it()
    except SiteError:
        notify(_("A page holds 100 blocks at most. Begin another page for more."), kind="bad")
        return redirect(url_for(".edit", page_id=page.id))
    undo = url_for(".undo", page_id=page.id, revision=page.revision - 1)
    notify(str(said), undo_url=undo)
    return redirect(url_for(".edit", page_id=page.id, _anchor=block.key))


@blueprint.route("/pages/<uuid:page_id>/blocks/<key>", methods=["GET", "POST"])
@policy("staff", permission=EDIT)
def edit_one(page_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """The form of a block. Who saves second after somebody else sees both versions."""
    page = existing_page(page_id, lock=request.method == "POST")
    if request.method == "GET":
        block = existing_block(page, key)
        return Editing(page, block.kind, block).page_with_form(
            title=describer().title(block), base=block_mark(block)
        )
    return _save(page, key)


def _save(page: SitePage, key: str) -> ResponseReturnValue:
    there = draft_of(page).block(key)
    kind = there.kind if there else request.form.get("kind", "")
    editing, base = Editing(page, kind, there), request.form.get("base", "")
    block = editing.posted(key, hidden=there.hidden if there else False)
    if block is None:
        return editing.page_with_form(title=editing.kind_name, base=base, key=key)
    before = page.revision
    try:
        edit_block(page=page, data=block.model_dump(), mark=base)
    except BlockChangedError as conflict:
        return _both_versions(page, block, conflict.theirs)
    if page.revision != before:
        undo = url_for(".undo", page_id=page.id, revision=before)
        notify(_("Saved. It shows once you publish."), undo_url=undo)
    return redirect(url_for(".edit", page_id=page.id, _anchor=key))


def _both_versions(page: SitePage, mine: Block, theirs: Block | None) -> ResponseReturnValue:
    hidden_parts = {"key", "kind", "hidden"}
    return conflict_page(
        describer().title(mine),
        mine=lines_of(mine.model_dump(mode="json", exclude=hidden_parts)),
        theirs=lines_of(theirs.model_dump(mode="json", exclude=hidden_parts)) if theirs else None,
        base=block_mark(theirs),
        back=url_for(".edit", page_id=page.id),
    )


@blueprint.post("/pages/<uuid:page_id>/blocks/<key>/hide")
@policy("staff", permission=EDIT)
def hide_or_show(page_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Hide a block from visitors, or show it when it is hidden."""
    page = existing_page(page_id, lock=True)
    hidden = not existing_block(page, key).hidden
    before = page.revision
    show_block(page=page, key=key, hidden=hidden)
    text = _("Hidden from the next publishing on.") if hidden else _("It shows once you publish.")
    notify(text, undo_url=url_for(".undo", page_id=page.id, revision=before))
    return redirect(url_for(".edit", page_id=page.id, _anchor=key))


@blueprint.post("/pages/<uuid:page_id>/blocks/<key>/duplicate")
@policy("staff", permission=EDIT)
def duplicate_one(page_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """A copy right below."""
    page = existing_page(page_id, lock=True)
    existing_block(page, key)
    return _added(page, lambda: duplicate_block(page=page, key=key), _COPIED)


@blueprint.post("/pages/<uuid:page_id>/blocks/<key>/delete")
@policy("staff", permission=EDIT)
def delete_one(page_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Off the page, with a way back."""
    page = existing_page(page_id, lock=True)
    existing_block(page, key)
    delete_block(page=page, key=key)
    notify(_("Taken off the page."), undo_url=url_for(".undo", page_id=page.id, revision=page.revision - 1))
    return redirect(url_for(".edit", page_id=page.id))
