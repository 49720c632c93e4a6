"""Saving one's own site as a template: what goes in, what stays at home, how it looks; then it is kept."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts.limits import may_try
from core.database import db
from core.gallery.asking import SilentToolsError
from core.gallery.bundles import write_folder
from core.gallery.catalog import TemplateError, read_template
from core.gallery.importing import bring_template
from core.gallery.licences import licences_after
from core.gallery.own_console import blueprint
from core.gallery.own_forms import BringForm, SaveForm
from core.gallery.previews import Files, render_preview
from core.gallery.saved import newest_of, own_templates
from core.gallery.saving import (
    About,
    Choices,
    Draft,
    TooMuchError,
    choose,
    drafted,
    lineage_of,
    lines_of,
    neutral_names,
    photos_there,
    save_template,
)
from core.gallery.taken_words import taken_words
from core.i18n import LANGUAGES, gettext as _, interface_language
from core.media.queries import photo_url, photos_by_code
from core.notices import notify
from core.plugin_manager import plugins
from core.policy import policy
from core.security import allow_frame
from core.tenants.models import Tenant
from core.tenants.queries import tenant_by_id
from core.theming.public import theme_in_force
from core.this_app import this_app

A_BUSINESS_MAY_BRING = "10 per hour"
"""Drawing the photos of one file can take seconds."""
MOST_OF_A_TRIAL = 20_000_000
"""Bytes of all versions of a business that nobody has claimed, once a file is brought in."""


@dataclass(frozen=True, slots=True)
class Part:
    """A tool's part of the template: its name, icon, and every text that goes in."""

    title: str
    icon: str
    texts: Sequence[str]


@blueprint.route("/new", methods=["GET", "POST"])
@policy("owner")
def new() -> ResponseReturnValue:
    """What goes in and what does not; saved when the owner says so. ``?of=`` makes a new version."""
    last = newest_of(request.values.get("of", ""))
    row, choices = _tenant(), Choices.of(g.tenant.settings)
    form = _form(choices, last)
    if form.is_submitted():
        photos = tuple(request.form.getlist("photos"))
        choices = Choices(lines_of(form.names.data), lines_of(form.words.data), photos)
        choose(tenant=row, choices=choices)
        if "look" not in request.form and form.validate():
            return _save(form, choices, last.code if last else "")
    try:
        draft = drafted(g.tenant, choices, About())
        possible = photos_there(g.tenant)
    except TemplateError as error:
        return _not_possible(error)
    page = render_template(
        "gallery/own/new.html",
        form=form,
        last=last,
        taken_out=taken_words(draft.found.taken_out),
        parts=_parts(draft),
        photos=photos_by_code([*possible, *choices.photos]).values(),
        chosen=choices.photos,
        lineage=lineage_of(g.tenant),
    )
    return page, 422 if form.errors else 200


@blueprint.get("/new/frame")
@policy("owner")
def frame() -> ResponseReturnValue:
    """The first page of a community that would begin with it."""
    try:
        draft = drafted(g.tenant, Choices.of(g.tenant.settings), About())
    except TemplateError as error:
        return _not_possible(error)
    originals = {new: old for old, new in neutral_names("preview", draft.found).items()}

    def photo_at(code: str) -> str:
        photo = photos_by_code([originals.get(code, "")]).get(originals.get(code, ""))
        return photo_url(g.tenant, photo.code, photo.nearest(960)) if photo else ""

    places = {code: photo_at(code) for code in originals if code.startswith("p")}
    files = Files(theme_in_force(g.tenant)["theme_url"], lambda code: places.get(code, ""))
    allow_frame()
    with tempfile.TemporaryDirectory() as beside:
        folder = Path(beside) / "own-preview-0"
        write_folder(draft.files, folder)
        try:
            return render_preview(this_app(), read_template(folder), interface_language(), files)[0]
        except TemplateError as error:
            return render_template("gallery/own/broken.html", fault=str(error).splitlines()[0])


@blueprint.route("/bring", methods=["GET", "POST"])
@policy("owner")
def bring() -> ResponseReturnValue:
    """A template's file from elsewhere becomes one of one's own."""
    form = BringForm()
    if form.validate_on_submit() and _may_bring(form):
        upload, saved_by = request.files.get("file"), g.person.id
        db.session.rollback()  # the file is tried out in a transaction of its own
        try:
            row = bring_template(packed=upload.read() if upload else b"", saved_by=saved_by)
            _check_trial()
        except TemplateError as error:
            form.file.errors = [_("This file can’t be used: %(fault)s", fault=str(error).splitlines()[0])]
        else:
            notify(_("It is in. Have a look before you use it."))
            return redirect(url_for(".one", saved=row.name), code=303)
    return render_template("gallery/own/bring.html", form=form), 422 if form.errors else 200


def _may_bring(form: BringForm) -> bool:
    if may_try(A_BUSINESS_MAY_BRING, "bring", str(g.tenant.id)):
        return True
    form.file.errors = [_("Too many tries. Wait a while and try again.")]
    return False


def _check_trial() -> None:
    """Raises `TooMuchError`, and keeps nothing, where a trial has brought in more than it may."""
    if not g.tenant.is_trial:
        return
    if sum(row.size for row in [*own_templates(), *own_templates(in_bin=True)]) > MOST_OF_A_TRIAL:
        db.session.rollback()
        raise TooMuchError(f"more than {MOST_OF_A_TRIAL // 1_000_000} MB of templates in a trial")


def _form(choices: Choices, last: Any) -> SaveForm:
    language = interface_language()
    title, summary = (last.title, last.summary) if last else ({}, {})
    form = SaveForm(
        names="\n".join(choices.names),
        words="\n".join(choices.words),
        **{f"title_{code}": title.get(code, "") for code in LANGUAGES},
        **{f"summary_{code}": summary.get(code, "") for code in LANGUAGES},
        author=last.author if last else "",
        licence=last.licence if last else None,
    )
    form.offer(licences_after(one["licence"] for one in lineage_of(g.tenant)), language)
    if not form.is_submitted() and form.licence.data not in dict(_pairs(form)):
        form.licence.data = form.licence.choices[-1].value
    return form


def _pairs(form: SaveForm) -> Iterator[tuple[str, str]]:
    return ((choice.value, choice.label) for choice in form.licence.choices)


def _save(form: SaveForm, choices: Choices, code: str) -> ResponseReturnValue:
    try:
        row = save_template(info=g.tenant, choices=choices, about=form.about(code), saved_by=g.person.id)
    except TemplateError as error:
        return _not_possible(error)
    notify(_("Saved. So far only you see it."))
    return redirect(url_for(".one", saved=row.name), code=303)


def _not_possible(error: TemplateError) -> ResponseReturnValue:
    silent = error.titles(g.tenant, interface_language()) if isinstance(error, SilentToolsError) else ""
    return render_template("gallery/own/too_much.html", fault=str(error), silent=silent), 409


def _parts(draft: Draft) -> list[Part]:
    found, language = [], interface_language()
    for name, content in draft.found.contents.items():
        manifest, texts = plugins().manifests[name], list(dict.fromkeys(_texts(content)))
        if texts:
            found.append(Part(g.tenant.text(manifest.title, language), manifest.icon, texts))
    return found


def _texts(node: Any) -> Iterator[str]:
    """What people read, in every language."""
    if isinstance(node, dict):
        if set(node) & set(LANGUAGES) and all(isinstance(text, str) for text in node.values()):
            yield from (text for text in node.values() if text)
        else:
            for value in node.values():
                yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)


def _tenant() -> Tenant:
    return tenant_by_id(g.tenant.id) or abort(404)
