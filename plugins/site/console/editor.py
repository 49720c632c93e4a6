"""The editor of one page: its blocks as a list, its settings, one step back."""

import uuid
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import conflict_page, gettext as _, notify, permitted, policy
from hutong.photos import PhotoError, photo_fault
from plugins.site.changes import changes_between
from plugins.site.console.blueprint import (
    EDIT,
    PUBLISH,
    blueprint,
    describer,
    draft_of,
    existing_block,
    existing_page,
    title_of,
)
from plugins.site.console.conflicts import lines_of
from plugins.site.console.pages import moved
from plugins.site.console.pictures import picture_choices, take_upload
from plugins.site.content import PageContent, parse_content
from plugins.site.forms import PageForm
from plugins.site.models import SitePage
from plugins.site.operations import (
    SiteError,
    edit_settings,
    order_blocks,
    place_page,
    settings_mark,
    undo_step,
)
from plugins.site.queries import last_step, version


@blueprint.get("/pages/<uuid:page_id>")
@policy("staff", permission=EDIT)
def edit(page_id: uuid.UUID) -> str:
    """The page as a list of blocks, with a live view of the draft."""
    page = existing_page(page_id)
    content = draft_of(page)
    seen = version(page.id, page.published)
    words = describer()
    return render_template(
        "site/console/editor.html",
        page=page,
        title=title_of(page),
        lines=[words.line(block) for block in content.blocks],
        changes=changes_between(parse_content(seen.content) if seen else None, content),
        can_undo=last_step(page.id) is not None,
    )


@blueprint.post("/pages/<uuid:page_id>/undo")
@policy("staff", permission=EDIT)
def undo(page_id: uuid.UUID) -> ResponseReturnValue:
    """Back to before the last change, or to the revision a toast remembers."""
    page = existing_page(page_id, lock=True)
    try:
        undo_step(page=page, revision=request.args.get("revision", type=int))
        notify(_("Back to how it was."))
    except SiteError as error:
        if error.reason == "moved":
            notify(
                _("The page has been changed since. Step back one by one with the arrow above."), kind="bad"
            )
        else:
            notify(_("There is nothing further to undo."), kind="bad")
    return redirect(url_for(".edit", page_id=page.id))


@blueprint.post("/pages/<uuid:page_id>/order")
@policy("staff", permission=EDIT)
def order_of_blocks(page_id: uuid.UUID) -> ResponseReturnValue:
    """The order of the blocks after a move: keys joined by commas."""
    order_blocks(page=existing_page(page_id, lock=True), keys=request.form.get("order", "").split(","))
    return "", 204


@blueprint.post("/pages/<uuid:page_id>/blocks/<key>/move")
@policy("staff", permission=EDIT)
def step_block(page_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """One place ``?to=up`` or down, without script."""
    page = existing_page(page_id, lock=True)
    existing_block(page, key)
    keys = [block.key for block in draft_of(page).blocks]
    order_blocks(page=page, keys=moved(keys, key, request.args.get("to", "down")))
    return redirect(url_for(".edit", page_id=page.id))


@blueprint.route("/pages/<uuid:page_id>/settings", methods=["GET", "POST"])
@policy("staff", permission=EDIT)
def page_settings(page_id: uuid.UUID) -> ResponseReturnValue:
    """Title, description, picture for sharing; address and menu."""
    page = existing_page(page_id, lock=request.method == "POST")
    content = draft_of(page)
    form = PageForm(request.form if request.method == "POST" else None, data=_settings(page))
    if request.method == "POST" and form.validate():
        mark = settings_mark(content)
        if request.form.get("base", mark) != mark and not _says_the_same(form, content):
            return _both_settings(page, form, content)
        if _saved(page, form):
            notify(_("Saved. Title and picture show once you publish."))
            return redirect(url_for(".edit", page_id=page.id))
    html = render_template(
        "site/console/settings.html",
        form=form,
        page=page,
        title=title_of(page),
        pictures=picture_choices(),
        base=request.form.get("base") or settings_mark(content),
    )
    return html, 422 if form.errors else 200


def _says_the_same(form: PageForm, content: PageContent) -> bool:
    return bool(form.title.data == content.title and form.description.data == content.description)


def _both_settings(page: SitePage, form: PageForm, theirs: PageContent) -> ResponseReturnValue:
    return conflict_page(
        title_of(page),
        mine=lines_of([form.title.data, form.description.data]),
        theirs=lines_of([theirs.title, theirs.description]),
        base=settings_mark(theirs),
        back=url_for(".edit", page_id=page.id),
    )


def _settings(page: SitePage) -> dict[str, Any]:
    content = draft_of(page)
    return {
        "title": content.title,
        "description": content.description,
        "picture": {"photo": content.image},
        "slug": page.slug,
        "in_menu": page.in_menu,
    }


def _saved(page: SitePage, form: PageForm) -> bool:
    """Whether everything could be saved; else the form says why not."""
    moves = (form.slug.data, form.in_menu.data) != (page.slug, page.in_menu)
    if moves and page.published and not permitted(PUBLISH):
        form.slug.errors = [_("Visitors would see this at once. Ask somebody who may publish pages.")]
        return False
    try:
        picture = take_upload(form.picture.data, by=g.person.id)
        place_page(page=page, slug=form.slug.data, in_menu=form.in_menu.data)
    except PhotoError as error:
        form.picture.errors = [photo_fault(error)]
        return False
    except SiteError:
        form.slug.errors = [_("Another page has this address; it may lie in the bin.")]
        return False
    edit_settings(
        page=page,
        title=form.title.data,
        description=form.description.data,
        image=picture.get("photo", ""),
    )
    return True
