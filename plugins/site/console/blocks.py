"""Adding, editing, hiding, copying and deleting blocks."""

import uuid
from collections.abc import Callable

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice

from hutong import (
    PageBlock,
    PhotoError,
    gettext as _,
    interface_language,
    lazy_gettext as _l,
    notify,
    photo_fault,
    policy,
)
from plugins.site.blocks import KINDS, Block
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
from plugins.site.console.conflicts import both_versions
from plugins.site.console.pictures import picture_choices, take_upload
from plugins.site.console.targets import target_choices
from plugins.site.described import kind_names, kinds_on_offer
from plugins.site.forms import FORMS, BlockForm, ContributedForm, reshape
from plugins.site.models import SitePage
from plugins.site.operations import (
    BlockChangedError,
    SiteError,
    add_block,
    block_mark,
    delete_block,
    duplicate_block,
    edit_block,
    put_block,
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
    return editing.page_with_form(title=editing.kind_name, mark="")


_ADDED = _l("Added. It shows once you publish.")
_COPIED = _l("The copy stands right below.")


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
            title=describer().title(block), mark=block_mark(block)
        )
    return _save(page, key)


def _save(page: SitePage, key: str) -> ResponseReturnValue:
    there = draft_of(page).block(key)
    kind = there.kind if there else request.form.get("kind", "")
    editing, mark = Editing(page, kind, there), request.form.get("mark", "")
    block = editing.posted(key, hidden=there.hidden if there else False)
    if block is None:
        return editing.page_with_form(title=editing.kind_name, mark=mark, key=key)
    before = page.revision
    try:
        if request.form.get("keep") == "mine":
            put_block(page=page, data=block.model_dump())
        else:
            edit_block(page=page, data=block.model_dump(), mark=mark)
    except BlockChangedError as conflict:
        return _both_versions(page, block, conflict.theirs)
    if page.revision != before:
        undo = url_for(".undo", page_id=page.id, revision=before)
        notify(_("Saved. It shows once you publish."), undo_url=undo)
    return redirect(url_for(".edit", page_id=page.id, _anchor=key))


def _both_versions(page: SitePage, mine: Block, theirs: Block | None) -> ResponseReturnValue:
    hidden_parts = {"key", "kind", "hidden"}
    return both_versions(
        page,
        title=describer().title(mine),
        mine=mine.model_dump(mode="json", exclude=hidden_parts),
        theirs=theirs.model_dump(mode="json", exclude=hidden_parts) if theirs else None,
        mark=block_mark(theirs),
        action=url_for(".edit_one", page_id=page.id, key=mine.key),
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


class Editing:
    """One request to the form of a block: which form, how it is filled, how it is drawn."""

    def __init__(self, page: SitePage, kind: str, block: Block | None = None) -> None:
        self.page, self.kind, self.there = page, kind, block
        self._contributed: PageBlock | None = next(
            (offer for offer in contributed_kinds() if offer.kind == kind), None
        )
        if kind not in KINDS and self._contributed is None and block is None:
            abort(404)
        self.form_class: type[BlockForm] = FORMS.get(kind, ContributedForm)
        self.form = self._form()

    @property
    def kind_name(self) -> str:
        """The name of the kind in the reader's language."""
        if self._contributed is not None:
            return self._contributed.title.get(interface_language(), self.kind)
        return kind_names().get(self.kind, self.kind)

    def _form(self) -> BlockForm:
        if request.method == "POST":
            form = self.form_class(request.form)
        else:
            form = self.form_class.of(self.there) if self.there else self.form_class(MultiDict())
        self._offer_objects(form)
        return form

    def _offer_objects(self, form: BlockForm) -> None:
        if isinstance(form, ContributedForm):
            offer = self._contributed
            choices = offer.choices(interface_language()) if offer else []
            form.object.choices = [SelectChoice(*choice) for choice in choices]

    def posted(self, key: str, *, hidden: bool = False) -> Block | None:
        """The block that was sent, or None where the form has to come back (rows changed, or mistakes)."""
        action = request.form.get("do", "save")
        if action != "save":
            self._reshape(action)
            return None
        if not self._is_valid():
            return None
        given = {"key": key, "kind": self.kind, "hidden": hidden}
        if self._contributed is not None:
            given["field"] = self._contributed.field
        return self.form.block(given)

    def _is_valid(self) -> bool:
        """Validate, and take in a photo that was sent along."""
        if not self.form.validate():
            return False
        picture = getattr(self.form, "picture", None)
        if picture is not None:
            try:
                picture.data = take_upload(picture.data, by=g.person.id)
            except PhotoError as error:
                picture.errors = [photo_fault(error)]
                return False
        return True

    def _reshape(self, action: str) -> None:
        data = self.form.data
        if reshape(data, action):
            try:
                self.form = self.form_class(data=data)
            except AssertionError:  # WTForms' word for a list that is full
                notify(_("No more fit here."), kind="bad")
            self._offer_objects(self.form)

    def page_with_form(self, *, title: str, mark: str, key: str = "") -> ResponseReturnValue:
        """The page of the form."""
        html = render_template(
            "site/console/block.html",
            page=self.page,
            page_title=title_of(self.page),
            title=title,
            kind=self.kind,
            is_contributed=self.kind not in KINDS,
            form=self.form,
            block=self.there,
            key=key or (self.there.key if self.there else ""),
            mark=mark,
            targets=target_choices(),
            pictures=picture_choices() if hasattr(self.form, "picture") else [],
        )
        has_faults = bool(self.form.errors) and request.form.get("do", "save") == "save"
        return html, 422 if has_faults else 200
