"""The editor of a flyer: one form, with the flyer beside it as customers will see it."""

import uuid
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import (
    TextsForm,
    can_open,
    form_conflict_page,
    gettext as _,
    notify,
    policy,
    require_permission,
)
from hutong.photos import PhotoError, all_photos, photo_fault, photo_url, store_photo
from hutong_flyer.console.blueprint import EDIT, PUBLISH, blueprint, existing_flyer, title_of
from hutong_flyer.content import POINTS, FlyerContent, parse_content
from hutong_flyer.covers import COVERS, drawn_cover
from hutong_flyer.face import leads_to, name_of
from hutong_flyer.forms import content_in, data_of, flyer_form, with_cover
from hutong_flyer.models import Flyer
from hutong_flyer.operations import change_flyer, content_mark, create_flyer, publish_flyer
from hutong_flyer.paper import is_too_much

PHOTOS = 24
"""Photos to choose from by eye: the newest; an older one is brought in again."""


@blueprint.route("/new", methods=["GET", "POST"])
@policy("staff", permission=EDIT)
def new() -> ResponseReturnValue:
    """A flyer that does not exist before it is kept."""
    return _editor(None)


@blueprint.route("/<uuid:flyer_id>/edit", methods=["GET", "POST"])
@policy("staff", permission=EDIT)
def edit(flyer_id: uuid.UUID) -> ResponseReturnValue:
    """A flyer's draft."""
    return _editor(existing_flyer(flyer_id, lock=request.method == "POST"))


def form_of(draft: FlyerContent, flyer: Flyer | None = None) -> TextsForm:
    """The form of a draft for this request, with everything it can choose from."""
    mark = content_mark(draft if flyer else None)
    return flyer_form(draft, covers=_cover_choices(draft), targets=_target_choices(draft), mark=mark)


def _editor(flyer: Flyer | None) -> ResponseReturnValue:
    draft = parse_content(flyer.draft) if flyer else FlyerContent()
    form = form_of(draft, flyer)
    if request.method == "POST" and form.validate() and _finds_room(form, draft) and _took_photo(form):
        content = content_in(form, draft)
        if flyer is not None and content != draft and form.base.data != content_mark(draft):
            back = url_for(".edit", flyer_id=flyer.id)
            theirs, mark = data_of(draft), content_mark(draft)
            return form_conflict_page(title_of(flyer), form, theirs, base=mark, back=back)
        return _kept(flyer, content)
    return _page(flyer, form), 422 if form.errors else 200


def _kept(flyer: Flyer | None, content: FlyerContent) -> ResponseReturnValue:
    """Keep it, and publish it where the owner pressed that button."""
    publishes = request.form.get("do") == "publish"
    if publishes:
        require_permission(PUBLISH)
    if flyer is None:
        flyer = create_flyer(content=content)
    else:
        change_flyer(flyer=flyer, content=content)
    if publishes:
        publish_flyer(flyer=flyer, by=g.person.id)
        notify(_("It is up. Print it, hang it, send it."))
    else:
        notify(_("Kept. Customers see it once you publish."))
    return redirect(url_for(".flyer", flyer_id=flyer.id))


def _finds_room(form: TextsForm, draft: FlyerContent) -> bool:
    """Whether all of it can be printed; else the form says so."""
    if not is_too_much(content_in(form, draft)):
        return True
    form[f"lines_{form.languages[0]}"].errors = [
        _("That’s more than a sheet can carry. Leave something out.")
    ]
    return False


def _took_photo(form: TextsForm) -> bool:
    """Keep a photo that was sent along, as the cover; where it is none, the form says so."""
    file = request.files.get("upload")
    if file is None or not file.filename:
        return True
    try:
        photo = store_photo(file=file.stream, name=file.filename, uploaded_by=g.person.id)
    except PhotoError as error:
        form.cover.errors = [photo_fault(error)]
        return False
    with_cover(form, f"photo:{photo.code}", photo.name)
    return True


def _page(flyer: Flyer | None, form: TextsForm) -> str:
    return render_template(
        "flyer/console/editor.html",
        flyer=flyer,
        title=title_of(flyer) if flyer else _("New flyer"),
        form=form,
        numbers=range(1, POINTS + 1),
        drawings=[
            (f"art:{name}", label, drawn_cover(name, g.tenant, ratio=4 / 3)) for name, label in COVERS.items()
        ],
        photos=_photos((form.cover.data or "").partition(":")[2]),
        may_publish=can_open("flyer_console.publish"),
    )


def _photos(chosen: str) -> list[dict[str, Any]]:
    """The photos on offer; the one that is chosen comes first."""
    rows = sorted(all_photos(), key=lambda row: row.code != chosen)[:PHOTOS]
    return [
        {
            "value": f"photo:{row.code}",
            "name": row.name,
            "url": photo_url(g.tenant, row.code, row.snapshot().nearest(480)),
        }
        for row in rows
    ]


def _cover_choices(draft: FlyerContent) -> list[tuple[str, str]]:
    photos = [(f"photo:{row.code}", row.name or _("Photo")) for row in all_photos()]
    choices = [*((f"art:{name}", str(label)) for name, label in COVERS.items()), *photos]
    is_there = any(value == draft.cover for value, _label in choices)
    return choices if is_there else [*choices, (draft.cover, _("Photo"))]


def _target_choices(draft: FlyerContent) -> list[tuple[str, str]]:
    things = [(name_of(thing), thing.title) for thing in leads_to(g.tenant)]
    choices = [("", _("No button")), ("home", _("The first page of the site")), *things]
    is_there = any(value == draft.target for value, _label in choices)
    return choices if is_there else [*choices, (draft.target, _("Something that is gone"))]
