"""Meetings that come again: making a series of one, its dates, more of them, its words."""

import uuid
from datetime import date, datetime
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import (
    digest_of,
    form_conflict_page,
    gettext as _,
    interface_language,
    local_time,
    ngettext,
    notify,
    policy,
    public_url,
    texts_data,
    touch_tenant,
)
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.console.meetings import ORGANISE
from plugins.meeting.forms import USUAL_COUNT, RepeatForm, add_date_form, series_form
from plugins.meeting.models import Meeting, Series
from plugins.meeting.queries import is_over, meetings_of, series_by_id
from plugins.meeting.recurring import MOST, is_in_last_week, nth_weekday, rule_in_words
from plugins.meeting.repeating import Rule, add_date, extend_series, last_of, repeat_meeting
from plugins.meeting.state_words import state_pill
from plugins.meeting.when import leaf_of, meeting_in_words, zone_of

MORE = 5
"""Dates that are added by the rule at a time."""


@blueprint.route("/<uuid:meeting_id>/repeat", methods=["GET", "POST"])
@policy("staff", permission=ORGANISE)
def repeat(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """How a meeting comes again; then each date is a meeting of its own."""
    meeting = meeting_or_404(meeting_id, lock=request.method == "POST")
    if meeting.series_id is not None:
        return redirect(url_for("meeting_console.series", series_id=meeting.series_id))
    if meeting.starts_at is None:
        notify(_("It has no date yet. Set one first."))
        return redirect(url_for("meeting_console.settings", meeting_id=meeting.id))
    form = RepeatForm()
    if form.validate_on_submit() and _ends_after(form, meeting.starts_at):
        found = repeat_meeting(meeting, _rule(form, meeting))
        touch_tenant(tenant_id=g.tenant.id)
        count = len(meetings_of(found))
        notify(ngettext("A series of %(num)s date.", "A series of %(num)s dates.", count))
        return redirect(url_for("meeting_console.series", series_id=found.id))
    page = render_template(
        "meeting/console/repeat.html", meeting=meeting, form=form, when=meeting_in_words(meeting)
    )
    return page, 422 if form.errors else 200


@blueprint.get("/series/<uuid:series_id>/")
@policy("staff")
def series(series_id: uuid.UUID) -> str:
    """Its dates with their seats; each leads to its meeting."""
    return _series_page(series_or_404(series_id))


@blueprint.post("/series/<uuid:series_id>/dates")
@policy("staff", permission=ORGANISE)
def add_dates(series_id: uuid.UUID) -> ResponseReturnValue:
    """One more date, or some more by the rule."""
    found = series_or_404(series_id)
    last = last_of(found)
    if last is None or len(meetings_of(found)) >= MOST:
        notify(_("A series has %(most)s dates at most. Begin a new one.", most=MOST))
        return redirect(url_for("meeting_console.series", series_id=found.id))
    if "more" in request.form:
        made = extend_series(found, MORE)
    else:
        form = add_date_form(zone_of(last))()
        if not form.validate_on_submit():
            return _series_page(found, form), 422
        add_date(found, last, form.starts_at.data)
        made = 1
    touch_tenant(tenant_id=g.tenant.id)
    notify(ngettext("%(num)s date added.", "%(num)s dates added.", made))
    return redirect(url_for("meeting_console.series", series_id=found.id))


@blueprint.route("/series/<uuid:series_id>/words", methods=["GET", "POST"])
@policy("staff", permission=ORGANISE)
def series_words(series_id: uuid.UUID) -> ResponseReturnValue:
    """What the series is called, and what it is about."""
    found = series_or_404(series_id)
    theirs = texts_data({"title": found.title, "text": found.text})
    base = digest_of(theirs)
    form = series_form(g.tenant.languages)(data={**theirs, "base": base})
    if form.validate_on_submit():
        if form.base.data != base:
            return form_conflict_page(_title(found), form, theirs, base=base, back=request.path)
        texts = form.texts()
        found.title, found.text = texts["title"], texts["text"]
        touch_tenant(tenant_id=g.tenant.id)
        notify(_("Saved."))
        return redirect(url_for("meeting_console.series", series_id=found.id))
    page = render_template("meeting/console/series_words.html", series=found, title=_title(found), form=form)
    return page, 422 if form.errors else 200


def series_or_404(series_id: uuid.UUID) -> Series:
    """The series of an address."""
    return series_by_id(series_id) or abort(404)


def _series_page(found: Series, form: Any = None) -> str:
    meetings = meetings_of(found)
    last = last_of(found)
    lines = [(one, leaf_of(one), meeting_in_words(one), state_pill(one), _seats(one)) for one in meetings]
    if form is None and last is not None:
        form = add_date_form(zone_of(last))()
    return render_template(
        "meeting/console/series.html",
        series=found,
        title=_title(found),
        rule=rule_in_words(found.rule),
        coming=[line for line in lines if not is_over(line[0])],
        past=[line for line in lines if is_over(line[0])][::-1],
        form=form,
        more=MORE,
        is_public=any(one.state != "draft" for one in meetings),
        page_url=public_url(g.tenant, "meeting.series", series_code=found.code),
    )


def _title(found: Series) -> str:
    title: str = g.tenant.text(found.title, interface_language())
    return title


def _seats(meeting: Meeting) -> str:
    if meeting.capacity is None:
        return ngettext("%(num)s coming", "%(num)s coming", meeting.taken)
    return _("%(taken)s of %(seats)s seats are taken", taken=meeting.taken, seats=meeting.capacity)


def _ends_after(form: RepeatForm, starts_at: datetime) -> bool:
    """Whether the rule goes on beyond the first meeting; says so on the form where it does not."""
    if form.until.data is None or form.until.data > starts_at:
        return True
    form.until.errors = [_("It would end before it begins.")]
    return False


def _rule(form: RepeatForm, meeting: Meeting) -> Rule:
    """The rule as the series keeps it; empty for dates of one's own."""
    how = form.how.data
    if how == "own":
        return {}
    assert meeting.starts_at is not None
    local = local_time(meeting.starts_at, zone_of(meeting))
    rule: dict[str, Any] = {"freq": how if how in ("daily", "weekly") else "monthly", "interval": 1}
    if how == "biweekly":
        rule = {"freq": "weekly", "interval": 2}
    elif how == "day":
        rule["bymonthday"] = [local.day]
    elif how == "weekday":
        first: date = local.date()
        from_end = is_in_last_week(first)
        rule["byday"] = [nth_weekday(first, from_end=from_end)]
    if form.until.data is not None:
        return rule | {"until": local_time(form.until.data, g.tenant.zone).date().isoformat()}
    return rule | {"count": form.count.data or USUAL_COUNT}
