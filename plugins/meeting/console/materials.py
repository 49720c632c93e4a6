"""Materials of a meeting: files and links, and for whom they are."""

import uuid
from typing import Any

from flask import Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from hutong import digest_of, form_conflict_page, gettext as _, interface_language, notify, policy
from plugins.meeting.agenda_editing import add_material, bin_part, change_material, restore_part
from plugins.meeting.agenda_forms import MaterialForm, NewMaterialForm
from plugins.meeting.agenda_queries import agenda_of, item_by_id, material_by_id
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.console.meetings import ORGANISE
from plugins.meeting.handing_out import handed_out
from plugins.meeting.material_files import MaterialError, new_material_code, read_material
from plugins.meeting.models import Material, Meeting


@blueprint.route("/<uuid:meeting_id>/materials/new", methods=["GET", "POST"])
@policy("staff", permission=ORGANISE)
def new_material(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """A file or a link."""
    meeting = meeting_or_404(meeting_id)
    form = _with_items(meeting, NewMaterialForm(data={"item": request.args.get("item", "")}))
    if form.validate_on_submit() and (values := _brought(form)) is not None:
        add_material(meeting, code=new_material_code(), **_told(meeting, form), **values)
        notify(_("It’s there to read."))
        return redirect(url_for("meeting_console.agenda", meeting_id=meeting.id))
    page = render_template("meeting/console/material.html", meeting=meeting, form=form, material=None)
    return page, 422 if form.errors else 200


@blueprint.route("/<uuid:meeting_id>/materials/<uuid:material_id>", methods=["GET", "POST"])
@policy("staff", permission=ORGANISE)
def material(meeting_id: uuid.UUID, material_id: uuid.UUID) -> ResponseReturnValue:
    """Its name, its place and for whom it is; the second of two editors sees both versions."""
    meeting = meeting_or_404(meeting_id, lock=True)
    found = _material_or_404(meeting, material_id)
    saved = {
        "title": found.title,
        "for_whom": found.for_whom,
        "item": str(found.item_id or ""),
        "link": found.link,
    }
    base = digest_of(saved)
    form = _with_items(meeting, MaterialForm(data=saved | {"base": base}))
    back = url_for("meeting_console.agenda", meeting_id=meeting.id)
    if form.validate_on_submit():
        if form.base.data != base:
            return form_conflict_page(found.title, form, saved, base=base, back=back)
        link = (form.link.data or "").strip() if found.link else ""
        change_material(found, **_told(meeting, form) | {"link": link or found.link})
        notify(_("Saved."))
        return redirect(back)
    page = render_template("meeting/console/material.html", meeting=meeting, form=form, material=found)
    return page, 422 if form.errors else 200


@blueprint.get("/<uuid:meeting_id>/materials/<uuid:material_id>/file")
@policy("staff", permission=ORGANISE)
def material_file(meeting_id: uuid.UUID, material_id: uuid.UUID) -> Response:
    """The file itself."""
    return handed_out(_material_or_404(meeting_or_404(meeting_id), material_id))


@blueprint.post("/<uuid:meeting_id>/materials/<uuid:material_id>/remove")
@policy("staff", permission=ORGANISE)
def remove_material(meeting_id: uuid.UUID, material_id: uuid.UUID) -> ResponseReturnValue:
    """Take it away, with an undo."""
    meeting = meeting_or_404(meeting_id)
    bin_part(_material_or_404(meeting, material_id))
    undo = url_for("meeting_console.restore_material", meeting_id=meeting.id, material_id=material_id)
    notify(_("Taken away. Nobody can open it now."), undo_url=undo)
    return redirect(url_for("meeting_console.agenda", meeting_id=meeting.id))


@blueprint.post("/<uuid:meeting_id>/materials/<uuid:material_id>/restore")
@policy("staff", permission=ORGANISE)
def restore_material(meeting_id: uuid.UUID, material_id: uuid.UUID) -> ResponseReturnValue:
    """Put it back."""
    meeting = meeting_or_404(meeting_id)
    restore_part(_material_or_404(meeting, material_id))
    return redirect(url_for("meeting_console.agenda", meeting_id=meeting.id))


def _material_or_404(meeting: Meeting, material_id: uuid.UUID) -> Material:
    return material_by_id(meeting, material_id) or abort(404)


def _with_items(meeting: Meeting, form: Any) -> Any:
    language = interface_language()
    points = [(str(one.item.id), g.tenant.text(one.item.title, language)) for one in agenda_of(meeting)]
    form.item.choices = [
        SelectChoice("", _("The meeting as a whole")),
        *(SelectChoice(*one) for one in points),
    ]
    return form


def _told(meeting: Meeting, form: Any) -> dict[str, Any]:
    item = item_by_id(meeting, uuid.UUID(form.item.data)) if form.item.data else None
    title = (form.title.data or "").strip()
    return {"for_whom": form.for_whom.data, "item_id": item.id if item else None} | (
        {"title": title} if title else {}
    )


def _brought(form: Any) -> dict[str, Any] | None:
    """What the form brought: the file or the link, and a title where none was typed."""
    title = (form.title.data or "").strip()
    link = (form.link.data or "").strip()
    if link:
        return {"link": link} | ({} if title else {"title": link.partition("://")[2][:120]})
    try:
        read = read_material(form.file.data.read(), form.file.data.filename or "")
    except MaterialError as error:
        form.file.errors = [str(error)]
        return None
    return {
        "content": read.content,
        "media_type": read.media_type,
        "file_name": read.file_name,
        "size": len(read.content),
    } | ({} if title else {"title": read.file_name})
