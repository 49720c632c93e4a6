"""Making and changing a date poll: days, times and rules on one screen."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, notify, now, policy
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.console.meetings import ORGANISE
from plugins.meeting.models import DateOption, DatePoll, Meeting, Voter
from plugins.meeting.poll_calendar import months, weekdays
from plugins.meeting.poll_forms import TIMES, DateChoice, PollForm
from plugins.meeting.poll_queries import options_of, poll_by_meeting, poll_state, voters_for
from plugins.meeting.poll_words import written
from plugins.meeting.polling import MOST_DATES, Span, add_dates, change_poll, make_poll, remove_dates
from plugins.meeting.when import zone_in_words, zone_of

SETTINGS = ("closes_at", "decides", "hides_votes", "one_each", "limit")


@blueprint.route("/<uuid:meeting_id>/poll/edit", methods=["GET", "POST"])
@policy("staff", permission=ORGANISE)
def edit_poll(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The dates and the rules; votes stay when they change."""
    meeting = meeting_or_404(meeting_id, lock=request.method == "POST")
    found = poll_by_meeting(meeting.id, lock=request.method == "POST")
    is_settled = meeting.state == "cancelled" or meeting.starts_at is not None
    if is_settled or (found is not None and poll_state(meeting, found) == "decided"):
        return redirect(url_for("meeting_console.poll", meeting_id=meeting.id))
    options = options_of(found) if found else []
    form, choice = PollForm(obj=found), DateChoice.of(request.form, zone_of(meeting))
    form.closes_at.tz = choice.zone
    if not form.is_submitted():
        return _page(meeting, found, options, form, choice)
    is_right = form.validate()
    spans = choice.spans(form.minutes.data or 0) if "minutes" not in form.errors else []
    gone = [option for option in options if str(option.id) in choice.removed]
    _check_number(choice, len(options) - len(gone), spans)
    lost = voters_for(gone)
    if not is_right or choice.errors:
        return _page(meeting, found, options, form, choice, status=422)
    if lost and "sure" not in request.form:
        return _page(meeting, found, options, form, choice, lost=lost, status=422)
    _save(meeting, found, {name: form[name].data for name in SETTINGS}, spans, gone)
    notify(_made(meeting, found))
    return redirect(url_for("meeting_console.poll", meeting_id=meeting.id))


def _made(meeting: Meeting, found: DatePoll | None) -> str:
    if found is not None:
        return _("The dates are kept.")
    if meeting.state == "draft":
        return _("The poll is made. Publish the meeting, and people can vote.")
    return _("The poll is made. Share its link.")


def _save(
    meeting: Meeting,
    found: DatePoll | None,
    settings: dict[str, Any],
    spans: Sequence[Span],
    gone: Collection[DateOption],
) -> None:
    if found is None:
        make_poll(meeting, spans, **settings)
        return
    if gone:
        remove_dates(found, gone)
    add_dates(found, spans)
    if found.closed_at is None or settings["closes_at"] == found.closes_at:
        change_poll(found, **settings)
    else:  # a new deadline opens a poll that was closed by hand
        change_poll(found, closed_at=None, **settings)


def _check_number(choice: DateChoice, kept: int, spans: Sequence[Span]) -> None:
    """One date at least, and not too many."""
    if choice.errors:
        return
    if not kept + len(spans):
        choice.errors.append(_("Tap a day at least, or write a date."))
    elif kept + len(spans) > MOST_DATES:
        count = kept + len(spans)
        choice.errors.append(
            _("That is %(count)s dates; %(most)s is the most.", count=count, most=MOST_DATES)
        )


def _page(
    meeting: Meeting,
    found: DatePoll | None,
    options: Sequence[DateOption],
    form: PollForm,
    choice: DateChoice,
    *,
    lost: Sequence[tuple[DateOption, Voter, str]] = (),
    status: int = 200,
) -> ResponseReturnValue:
    zone = choice.zone
    page = render_template(
        "meeting/console/poll_edit.html",
        meeting=meeting,
        poll=found,
        form=form,
        choice=choice,
        options=options,
        words={option.id: written(option, zone, zone) for option in options},
        months=months(now().astimezone(zone).date(), frozenset(choice.days)),
        weekdays=weekdays(),
        times=[*choice.times, *[""] * TIMES][:TIMES],
        zone_words=zone_in_words(zone),
        lost=lost,
    )
    return page, status
