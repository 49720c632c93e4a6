"""The agenda of a meeting in the console: points by their time, clashes, and moving them all."""

import datetime as dt
import uuid
from typing import Any

from flask import abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hutong import (
    day,
    digest_of,
    form_conflict_page,
    gettext as _,
    interface_language,
    lazy_gettext as _l,
    notify,
    policy,
    texts_data,
)
from plugins.meeting.agenda_editing import add_item, bin_part, change_item, restore_part
from plugins.meeting.agenda_forms import item_form
from plugins.meeting.agenda_queries import (
    agenda_of,
    clashes,
    days_of,
    item_by_id,
    materials_of,
    meeting_days,
    speaker_ids_of,
    speakers_of,
)
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.console.meetings import ORGANISE
from plugins.meeting.models import AgendaItem, Meeting
from plugins.meeting.sections import ROOMS
from plugins.meeting.when import clock_span, zone_of

ROOMS.add("meeting_console.agenda", "list", _l("Agenda and speakers"), order=30)


@blueprint.get("/<uuid:meeting_id>/agenda")
@policy("staff", permission=ORGANISE)
def agenda(meeting_id: uuid.UUID) -> str:
    """Points by day, speakers and materials."""
    meeting = meeting_or_404(meeting_id)
    points = agenda_of(meeting)
    return render_template(
        "meeting/console/agenda.html",
        meeting=meeting,
        days=[(one.date and day(one.date), one.points) for one in days_of(points, zone_of(meeting))],
        clock=lambda item: clock_span(item.starts_at, item.ends_at, zone_of(meeting)),
        clashes=clashes(points),
        speakers=speakers_of(meeting),
        materials=materials_of(meeting),
        title_of=lambda text: g.tenant.text(text, interface_language()),
    )


@blueprint.route("/<uuid:meeting_id>/agenda/new", methods=["GET", "POST"])
@policy("staff", permission=ORGANISE)
def new_item(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """One more point; the form proposes the time after the last one."""
    meeting = meeting_or_404(meeting_id, lock=True)
    form = _form_class(meeting)(data=_proposed(meeting))
    if form.validate_on_submit():
        add_item(meeting, **_values(meeting, form))
        notify(_("It’s on the agenda."))
        return redirect(url_for("meeting_console.agenda", meeting_id=meeting.id))
    page = render_template("meeting/console/agenda_item.html", meeting=meeting, form=form, item=None)
    return page, 422 if form.errors else 200


@blueprint.route("/<uuid:meeting_id>/agenda/<uuid:item_id>", methods=["GET", "POST"])
@policy("staff", permission=ORGANISE)
def item(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Change a point; the second of two editors sees both versions."""
    meeting = meeting_or_404(meeting_id, lock=True)
    found = _item_or_404(meeting, item_id)
    saved = _saved(meeting, found)
    base = digest_of({name: str(value) for name, value in saved.items()})
    form = _form_class(meeting)(data=saved | {"base": base})
    back = url_for("meeting_console.agenda", meeting_id=meeting.id)
    if form.validate_on_submit():
        if form.base.data != base:
            name = g.tenant.text(found.title, interface_language())
            return form_conflict_page(name, form, saved, base=base, back=back)
        change_item(found, **_values(meeting, form))
        notify(_("Saved."))
        return redirect(back)
    page = render_template("meeting/console/agenda_item.html", meeting=meeting, form=form, item=found)
    return page, 422 if form.errors else 200


@blueprint.post("/<uuid:meeting_id>/agenda/<uuid:item_id>/remove")
@policy("staff", permission=ORGANISE)
def remove_item(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Take a point off, with an undo."""
    meeting = meeting_or_404(meeting_id)
    bin_part(_item_or_404(meeting, item_id))
    undo = url_for("meeting_console.restore_item", meeting_id=meeting.id, item_id=item_id)
    notify(_("Taken off the agenda."), undo_url=undo)
    return redirect(url_for("meeting_console.agenda", meeting_id=meeting.id))


@blueprint.post("/<uuid:meeting_id>/agenda/<uuid:item_id>/restore")
@policy("staff", permission=ORGANISE)
def restore_item(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Put it back."""
    meeting = meeting_or_404(meeting_id)
    restore_part(_item_or_404(meeting, item_id))
    return redirect(url_for("meeting_console.agenda", meeting_id=meeting.id))


def _item_or_404(meeting: Meeting, item_id: uuid.UUID) -> AgendaItem:
    return item_by_id(meeting, item_id) or abort(404)


def _form_class(meeting: Meeting) -> Any:
    language = interface_language()
    speakers = [(str(one.id), g.tenant.text(one.name, language)) for one in speakers_of(meeting)]
    return item_form(g.tenant.languages, meeting_days(meeting), speakers)


def _proposed(meeting: Meeting) -> dict[str, Any]:
    """The next point begins where the last one ends."""
    zone = zone_of(meeting)
    ends = [point.item.ends_at for point in agenda_of(meeting) if point.item.ends_at]
    start = max(ends) if ends else meeting.starts_at
    if start is None:
        return {}
    local = start.astimezone(zone)
    end = local + dt.timedelta(minutes=30)
    same_day = end.date() == local.date()
    return {"day": str(local.date()), "starts": local.time(), "ends": end.time() if same_day else None}


def _saved(meeting: Meeting, found: AgendaItem) -> dict[str, Any]:
    zone = zone_of(meeting)
    starts = found.starts_at.astimezone(zone) if found.starts_at else None
    return {
        **texts_data({"title": found.title, "room": found.room, "text": found.text}),
        "kind": found.kind,
        "day": str(starts.date()) if starts else "",
        "starts": starts.time() if starts else None,
        "ends": found.ends_at.astimezone(zone).time() if found.ends_at else None,
        "speakers": [str(one) for one in speaker_ids_of(found)],
    }


def _values(meeting: Meeting, form: Any) -> dict[str, Any]:
    days = meeting_days(meeting)
    chosen = dt.date.fromisoformat(form.day.data) if "day" in form else next(iter(days), None)

    def moment(name: str) -> dt.datetime | None:
        clock = form[name].data if name in form else None
        return dt.datetime.combine(chosen, clock, tzinfo=zone_of(meeting)) if clock and chosen else None

    speakers = form.speakers.data if "speakers" in form else []
    return {
        **form.texts(),
        "kind": form.kind.data,
        "starts_at": moment("starts"),
        "ends_at": moment("ends"),
        "speaker_ids": [uuid.UUID(one) for one in speakers],
    }
