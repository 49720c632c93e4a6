"""What an organiser settles about a meeting: words, time, place, who can come."""

import uuid
from datetime import timedelta
from functools import lru_cache
from typing import Any

from babel.dates import get_timezone_location
from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import (
    babel_locale,
    db,
    digest_of,
    form_conflict_page,
    gettext as _,
    interface_language,
    lazy_gettext as _l,
    ngettext,
    notify,
    policy,
    texts_data,
)
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.hub import meeting_or_404, told_count
from plugins.meeting.console.meetings import ORGANISE, all_day_span
from plugins.meeting.forms import SettingsForm, settings_form, zone_asked
from plugins.meeting.models import Meeting
from plugins.meeting.operations import change_meeting
from plugins.meeting.repeating import change_later, later_ones
from plugins.meeting.sections import ROOMS
from plugins.meeting.state_words import state_pill
from plugins.meeting.when import ZONES

ROOMS.add("meeting_console.settings", "settings", _l("Words, time, rules"), order=90)
PLAIN = ("zone", "link", "all_day", "registration", "approval", "capacity", "listed", "shows_minutes")
_PARTS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


@blueprint.route("/<uuid:meeting_id>/settings", methods=["GET", "POST"])
@policy("staff", permission=ORGANISE)
def settings(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Everything on one page; whoever saves second sees both versions."""
    meeting = meeting_or_404(meeting_id, lock=request.method == "POST")
    later = later_ones(meeting)
    form_class = settings_form(g.tenant.languages, zone_asked(request.form, meeting.zone))
    theirs = _data(meeting)
    base = digest_of(theirs)
    form = form_class(data={**theirs, "base": base})
    if form.validate_on_submit() and _keeps_its_time(meeting, form):
        if form.base.data != base:
            title = g.tenant.text(meeting.title, interface_language())
            return form_conflict_page(title, form, theirs, base=base, back=request.path)
        return _save(meeting, form, later)
    page = render_template(
        "meeting/console/settings.html",
        meeting=meeting,
        form=form,
        told=0 if meeting.state == "draft" else told_count(meeting),
        later=len(later),
        zones=_zones(interface_language()),
        pill=state_pill(meeting),
    )
    return page, 422 if request.method == "POST" else 200


def _keeps_its_time(meeting: Meeting, form: SettingsForm) -> bool:
    """Whether a meeting that people count on still has a time; says so on the form where it has none."""
    is_counted_on = meeting.starts_at is not None and (meeting.state != "draft" or meeting.series_id)
    if not is_counted_on or form.starts_at.data is not None:
        return True
    form.starts_at.errors = [_("People count on its time. Move it, or cancel the meeting.")]
    return False


def _data(meeting: Meeting) -> dict[str, Any]:
    """What the form shows of a meeting; of one that lasts all day the end is its last day."""
    ends_at = meeting.ends_at
    if meeting.all_day and ends_at is not None:
        ends_at -= timedelta(minutes=1)
    return {
        **texts_data({"title": meeting.title, "text": meeting.text, "place": meeting.place}),
        **{name: getattr(meeting, name) for name in PLAIN},
        "starts_at": meeting.starts_at,
        "ends_at": ends_at,
        "closes_at": meeting.closes_at,
    }


def _save(meeting: Meeting, form: SettingsForm, later: Any) -> ResponseReturnValue:
    values: dict[str, Any] = {name: form[name].data for name in PLAIN}
    for name, text in form.texts().items():
        others = {code: words for code, words in getattr(meeting, name).items() if code not in form.languages}
        values[name] = others | text
    values |= {name: form[name].data for name in ("starts_at", "ends_at", "closes_at")}
    if values["all_day"] and values["starts_at"] is not None:
        zone = zone_asked(request.form, meeting.zone)
        values["starts_at"], values["ends_at"] = all_day_span(values["starts_at"], values["ends_at"], zone)
    before = {name: getattr(meeting, name) for name in values}
    is_told = change_meeting(meeting, **values)
    if form.scope.data == "later" and before["starts_at"] is not None:
        change_later(meeting, later, before)
    db.session.refresh(meeting)
    _say_saved(meeting, told=told_count(meeting) if is_told else 0)
    return redirect(url_for("meeting_console.hub", meeting_id=meeting.id))


def _say_saved(meeting: Meeting, *, told: int) -> None:
    if meeting.capacity is not None and meeting.taken > meeting.capacity:
        words = _(
            "%(taken)s have a seat, and there are %(seats)s now. Nobody loses theirs; who comes new waits."
        )
        notify(words % {"taken": meeting.taken, "seats": meeting.capacity})
    elif told:
        notify(ngettext("Saved. %(num)s guest is told.", "Saved. %(num)s guests are told.", told))
    else:
        notify(_("Saved."))


@lru_cache(maxsize=4)
def _zones(language: str) -> list[tuple[str, str]]:
    """Names of clocks with their cities as the reader calls them."""
    locale = babel_locale(language)
    named = sorted(name for name in ZONES if name.startswith(_PARTS))
    return [("UTC", "UTC")] + [
        (name, get_timezone_location(name, locale=locale, return_city=True)) for name in named
    ]
