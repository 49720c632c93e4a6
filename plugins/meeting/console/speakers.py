"""Speakers of a meeting: who they are, in which order."""

import uuid

from flask import abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hutong import digest_of, form_conflict_page, gettext as _, interface_language, notify, policy, texts_data
from hutong.photos import PhotoError, photo_fault, store_photo
from plugins.meeting.agenda_editing import add_speaker, bin_part, change_speaker, move_speaker, restore_part
from plugins.meeting.agenda_forms import SPEAKER_WORDS, speaker_form
from plugins.meeting.agenda_queries import speaker_by_id
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.console.meetings import ORGANISE
from plugins.meeting.models import Meeting, Speaker

STEPS = {"up": -1, "down": 1}


@blueprint.route("/<uuid:meeting_id>/speakers/new", methods=["GET", "POST"])
@policy("staff", permission=ORGANISE)
def new_speaker(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """One more."""
    meeting = meeting_or_404(meeting_id)
    form = speaker_form(g.tenant.languages)()
    if form.validate_on_submit() and (photo := _photo(form)) is not None:
        add_speaker(meeting, **form.texts(), photo=photo)
        notify(_("On the speakers’ page from now on."))
        return redirect(url_for("meeting_console.agenda", meeting_id=meeting.id))
    page = render_template("meeting/console/speaker.html", meeting=meeting, form=form, speaker=None)
    return page, 422 if form.errors else 200


@blueprint.route("/<uuid:meeting_id>/speakers/<uuid:speaker_id>", methods=["GET", "POST"])
@policy("staff", permission=ORGANISE)
def speaker(meeting_id: uuid.UUID, speaker_id: uuid.UUID) -> ResponseReturnValue:
    """Change one; the second of two editors sees both versions."""
    meeting = meeting_or_404(meeting_id, lock=True)
    found = _speaker_or_404(meeting, speaker_id)
    saved = texts_data({name: getattr(found, name) for name in SPEAKER_WORDS})
    base = digest_of(saved)
    form = speaker_form(g.tenant.languages)(data=saved | {"base": base})
    back = url_for("meeting_console.agenda", meeting_id=meeting.id)
    if form.validate_on_submit() and (photo := _photo(form)) is not None:
        if form.base.data != base:
            name = g.tenant.text(found.name, interface_language())
            return form_conflict_page(name, form, saved, base=base, back=back)
        change_speaker(found, **form.texts(), photo=photo or found.photo)
        notify(_("Saved."))
        return redirect(back)
    page = render_template("meeting/console/speaker.html", meeting=meeting, form=form, speaker=found)
    return page, 422 if form.errors else 200


@blueprint.post("/<uuid:meeting_id>/speakers/<uuid:speaker_id>/move/<way>")
@policy("staff", permission=ORGANISE)
def shift_speaker(meeting_id: uuid.UUID, speaker_id: uuid.UUID, way: str) -> ResponseReturnValue:
    """One place up or down."""
    meeting = meeting_or_404(meeting_id, lock=True)
    found = _speaker_or_404(meeting, speaker_id)
    if way not in STEPS or found.deleted_at is not None:
        abort(404)
    move_speaker(meeting, found, STEPS[way])
    return redirect(url_for("meeting_console.agenda", meeting_id=meeting.id, _anchor="speakers"))


@blueprint.post("/<uuid:meeting_id>/speakers/<uuid:speaker_id>/remove")
@policy("staff", permission=ORGANISE)
def remove_speaker(meeting_id: uuid.UUID, speaker_id: uuid.UUID) -> ResponseReturnValue:
    """Take one off, with an undo."""
    meeting = meeting_or_404(meeting_id)
    bin_part(_speaker_or_404(meeting, speaker_id))
    undo = url_for("meeting_console.restore_speaker", meeting_id=meeting.id, speaker_id=speaker_id)
    notify(_("Taken off the speakers’ page."), undo_url=undo)
    return redirect(url_for("meeting_console.agenda", meeting_id=meeting.id))


@blueprint.post("/<uuid:meeting_id>/speakers/<uuid:speaker_id>/restore")
@policy("staff", permission=ORGANISE)
def restore_speaker(meeting_id: uuid.UUID, speaker_id: uuid.UUID) -> ResponseReturnValue:
    """Put them back."""
    meeting = meeting_or_404(meeting_id)
    restore_part(_speaker_or_404(meeting, speaker_id))
    return redirect(url_for("meeting_console.agenda", meeting_id=meeting.id))


def _speaker_or_404(meeting: Meeting, speaker_id: uuid.UUID) -> Speaker:
    return speaker_by_id(meeting, speaker_id) or abort(404)


def _photo(form: object) -> str | None:
    """The code of the photo that was sent, empty without one; None where it is none, which the form says."""
    file = form.photo.data  # type: ignore[attr-defined]
    if not file:
        return ""
    try:
        return store_photo(file=file.stream, name=file.filename, uploaded_by=g.person.id).code
    except PhotoError as error:
        form.photo.errors = [photo_fault(error)]  # type: ignore[attr-defined]
        return None
