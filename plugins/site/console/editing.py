"""One request to the form of a block: which form it is, how it is filled, what comes of it."""

from flask import abort, g, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice

from hutong import PageBlock, gettext as _, interface_language, notify
from hutong.photos import PhotoError, photo_fault
from plugins.site.blocks import KINDS, Block
from plugins.site.console.blueprint import contributed_kinds, title_of
from plugins.site.console.pictures import picture_choices, take_upload
from plugins.site.console.targets import target_choices
from plugins.site.described import kind_names
from plugins.site.forms import FORMS, BlockForm, ContributedForm, reshape
from plugins.site.models import SitePage


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

    def page_with_form(self, *, title: str, base: str, key: str = "") -> ResponseReturnValue:
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
            base=base,
            targets=target_choices(),
            pictures=picture_choices() if hasattr(self.form, "picture") else [],
        )
        has_faults = bool(self.form.errors) and request.form.get("do", "save") == "save"
        return html, 422 if has_faults else 200
