"""Writing the minutes' text, alone or with others; its versions."""

import uuid

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, new_code, ngettext, notify, policy
from hutong.pages import prose
from hutong.people import person_names
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.console.minutes import MINUTES
from plugins.meeting.minutes_queries import first_text, minutes_of, revision_of, revisions_of
from plugins.meeting.models import Meeting, MinutesRevision
from plugins.meeting.writing_minutes import LONGEST, Saved, restore_version, save_text


@blueprint.get("/<uuid:meeting_id>/minutes/write")
@policy("staff", permission=MINUTES)
def write_minutes(meeting_id: uuid.UUID) -> str:
    """The text, to be written; it begins with the points of the agenda."""
    meeting = meeting_or_404(meeting_id)
    found = minutes_of(meeting)
    return _editor(
        meeting, text=found.text if found else first_text(meeting), base=found.revision if found else 0
    )


@blueprint.post("/<uuid:meeting_id>/minutes/write")
@policy("staff", permission=MINUTES)
def save_minutes(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Save; what others saved meanwhile is brought together with it, or shown beside it.

    The page itself saves every few seconds and wants an answer as JSON.
    """
    meeting = meeting_or_404(meeting_id, lock=True)
    base = request.form.get("base", "")
    if not base.isdecimal() or len(base) > 9:
        abort(422)
    saved = save_text(
        meeting,
        text=request.form.get("text", ""),
        base=int(base),
        by=g.person.id,
        page=request.form.get("page", "")[:16],
    )
    if request.form.get("wants") == "json":
        return _as_json(saved)
    if saved.clashes:
        return _conflict(meeting, saved)
    notify(_said(saved) or _("Saved."))
    return redirect(url_for("meeting_console.minutes", meeting_id=meeting.id))


@blueprint.get("/<uuid:meeting_id>/minutes/versions")
@policy("staff", permission=MINUTES)
def minutes_versions(meeting_id: uuid.UUID) -> str:
    """Who changed what when."""
    meeting = meeting_or_404(meeting_id)
    versions = revisions_of(meeting)
    lines = [
        (one, _changed(one, before)) for one, before in zip(versions, [*versions[1:], None], strict=True)
    ]
    return render_template(
        "meeting/console/minutes_versions.html",
        meeting=meeting,
        minutes=minutes_of(meeting),
        lines=lines,
        names=person_names(one.saved_by for one in versions),
    )


@blueprint.get("/<uuid:meeting_id>/minutes/versions/<int(max=999999999):number>")
@policy("staff", permission=MINUTES)
def minutes_version(meeting_id: uuid.UUID, number: int) -> str:
    """One version, with what it changed."""
    meeting = meeting_or_404(meeting_id)
    version = revision_of(meeting, number) or abort(404)
    now_there = minutes_of(meeting)
    return render_template(
        "meeting/console/minutes_version.html",
        meeting=meeting,
        version=version,
        text=prose(version.text),
        is_current=now_there is not None and now_there.revision == number,
        name=person_names([version.saved_by]).get(version.saved_by) if version.saved_by else None,
    )


@blueprint.post("/<uuid:meeting_id>/minutes/versions/<int(max=999999999):number>/restore")
@policy("staff", permission=MINUTES)
def restore_minutes(meeting_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Make it the text again; the one before it can be restored in turn."""
    meeting = meeting_or_404(meeting_id, lock=True)
    version = revision_of(meeting, number) or abort(404)
    found = minutes_of(meeting) or abort(404)
    undo = url_for("meeting_console.restore_minutes", meeting_id=meeting.id, number=found.revision)
    restore_version(meeting, version, by=g.person.id)
    notify(_("This version is the text again."), undo_url=undo)
    return redirect(url_for("meeting_console.minutes", meeting_id=meeting.id))


def _editor(meeting: Meeting, *, text: str, base: int) -> str:
    return render_template(
        "meeting/console/minutes_write.html",
        meeting=meeting,
        text=text,
        base=base,
        page=new_code(12),
        longest=LONGEST,
    )


def _conflict(meeting: Meeting, saved: Saved) -> ResponseReturnValue:
    """Both versions of each place, and a text that has both, to be put right and saved."""
    page = render_template(
        "meeting/console/minutes_conflict.html",
        meeting=meeting,
        saved=saved,
        page=new_code(12),
        others=_(", ").join(saved.others),
    )
    return page, 409


def _as_json(saved: Saved) -> ResponseReturnValue:
    answer = {"text": saved.text, "revision": saved.revision, "own": saved.own, "said": _said(saved)}
    return (answer, 409) if saved.clashes else (answer, 200)


def _said(saved: Saved) -> str:
    """Whose words came in."""
    return (
        _("What %(names)s wrote meanwhile is in it too.", names=_(", ").join(saved.others))
        if saved.others
        else ""
    )


def _changed(version: MinutesRevision, before: MinutesRevision | None) -> str:
    """How many lines came and went."""
    old = set(before.text.splitlines()) if before else set()
    new = set(version.text.splitlines())
    came, went = len(new - old), len(old - new)
    words = [ngettext("%(num)s line new", "%(num)s lines new", came)] if came else []
    words += [ngettext("%(num)s line gone", "%(num)s lines gone", went)] if went else []
    return _(", ").join(words) or _("Nothing but its order changed")
