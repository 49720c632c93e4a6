"""Meetings for calendars: to take along, to subscribe to, and a page for browsers that cannot download."""

import hashlib
from collections.abc import Callable, Hashable

from flask import Response, abort, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import asked_language, interface_language, policy, public_url, speaking
from hutong.fields import page_token, posted_token
from hutong.pages import Kept
from plugins.meeting.calendars.elsewhere import OFFICE, google_link, outlook_link
from plugins.meeting.calendars.events import Words
from plugins.meeting.calendars.feeds import (
    guest_calendar,
    guest_feed,
    meeting_calendar,
    series_calendar,
    tenant_feed,
)
from plugins.meeting.calendars.objects import without_stamps
from plugins.meeting.links import feed_token, guest_by_feed_token, guest_token
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.public.blueprint import blueprint
from plugins.meeting.public.guest import guest_or_404
from plugins.meeting.public.meetings import meeting_or_404
from plugins.meeting.queries import is_over, public_meetings_of, series_by_code, series_by_id
from plugins.meeting.sections import on_page, on_ticket
from plugins.meeting.when import leaf_of, meeting_in_words, zone_in_words, zone_of

CALENDAR = "text/calendar"
PURPOSE = "meeting.calendar"
WECHAT = "MicroMessenger"
_kept: Kept[tuple[str, str]] = Kept(200)
"""Calendars for everybody, each with its mark."""


@blueprint.get("/feed.ics")
@policy("anyone")
def feed() -> Response:
    """All that is listed, for whoever subscribes."""
    language = interface_language()
    return _kept_calendar("feed", make=lambda: tenant_feed(g.tenant, language))


@blueprint.get("/feed/<feed>.ics")
@policy("token")
def own_feed(feed: str) -> Response:
    """What one guest is coming to."""
    guest = guest_by_feed_token(feed) or abort(404)
    address = public_url(g.tenant, "meeting.own_feed", feed=feed)
    language = guest.language or interface_language()
    with speaking(language):
        return _calendar(guest_feed(g.tenant, guest, language, address))


@blueprint.get("/<code>/calendar.ics")
@policy("anyone")
def meeting_file(code: str) -> Response:
    """One meeting as a file."""
    meeting = _dated_or_404(meeting_or_404(code))
    return _calendar(meeting_calendar(g.tenant, meeting, interface_language()))


@blueprint.get("/series/<series_code>/calendar.ics")
@policy("anyone")
def series_calendar_file(series_code: str) -> Response:
    """A series, for whoever subscribes."""
    series = series_by_code(series_code) or abort(404)
    language = interface_language()

    def make() -> str:
        return series_calendar(g.tenant, series, language) if public_meetings_of(series) else ""

    return _kept_calendar("series", series.id, make=make)


@blueprint.get("/<code>/calendar")
@policy("anyone")
def calendar(code: str) -> Response:
    """Ways into a calendar, for everybody."""
    meeting = _dated_or_404(meeting_or_404(code))
    file = url_for("meeting.meeting_file", code=meeting.code)
    back = url_for("meeting.meeting", code=meeting.code)
    return _page(meeting, file=file, back=back, feed=public_url(g.tenant, "meeting.feed", lang=None))


@blueprint.get("/g/<token>/calendar")
@policy("token")
def own_calendar(token: str) -> Response:
    """Ways into a calendar, with the address of the guest's own."""
    guest, meeting = guest_or_404(token)
    _dated_or_404(meeting)
    response = _page(
        meeting,
        file=url_for("meeting.own_file", token=token),
        back=url_for("meeting.guest", token=token),
        feed=public_url(g.tenant, "meeting.own_feed", feed=feed_token(guest), lang=None),
        renew=url_for("meeting.renew_feed", token=token),
        proof=page_token(guest.id, PURPOSE),
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/g/<token>/calendar.ics")
@policy("token")
def own_file(token: str) -> Response:
    """The meeting as a file, with the guest's link in it."""
    guest, meeting = guest_or_404(token)
    language = guest.language or interface_language()
    with speaking(language):
        return _calendar(guest_calendar(g.tenant, _dated_or_404(meeting), guest, language))


@blueprint.post("/g/<token>/feed")
@policy("token")
def renew_feed(token: str) -> ResponseReturnValue:
    """A new address for the guest's calendar; the old one shows nothing any more."""
    guest, _meeting = guest_or_404(token)
    posted_token(guest.id, PURPOSE)
    guest.feed_number = Guest.feed_number + 1
    return redirect(url_for("meeting.own_calendar", token=token, _anchor="feed"), 303)


@on_page(order=15)
def on_meeting_page(meeting: Meeting) -> str:
    """The way to the calendar."""
    if meeting.state != "open" or meeting.starts_at is None or is_over(meeting):
        return ""
    return _way(url_for("meeting.calendar", code=meeting.code))


@on_ticket(order=25)
def on_guest_page(meeting: Meeting, guest: Guest) -> str:
    """The same for a guest."""
    is_theirs = guest.state in {"invited", "maybe", "coming"} and meeting.state == "open"
    if not is_theirs or meeting.starts_at is None or is_over(meeting):
        return ""
    return _way(url_for("meeting.own_calendar", token=guest_token(guest)))


def _way(url: str) -> str:
    return render_template("meeting/_calendar.html", url=url)


def _page(meeting: Meeting, **addresses: str) -> Response:
    address = public_url(g.tenant, "meeting.meeting", code=meeting.code)
    words = Words.of(g.tenant, meeting, interface_language(), address)
    page = render_template(
        "meeting/calendar.html",
        meeting=meeting,
        words=words,
        leaf=leaf_of(meeting),
        when=meeting_in_words(meeting),
        zone=zone_in_words(zone_of(meeting)),
        is_wechat=WECHAT in request.headers.get("User-Agent", ""),
        here=request.base_url,
        google=google_link(meeting, words),
        outlook=outlook_link(meeting, words),
        office=outlook_link(meeting, words, OFFICE),
        series_file=_series_file(meeting),
        **addresses,
    )
    response = make_response(page)
    response.vary.add("User-Agent")
    return response


def _series_file(meeting: Meeting) -> str:
    series = series_by_id(meeting.series_id) if meeting.series_id else None
    if series is None or not public_meetings_of(series):
        return ""
    return url_for("meeting.series_calendar_file", series_code=series.code)


def _dated_or_404(meeting: Meeting) -> Meeting:
    return meeting if meeting.starts_at is not None else abort(404)


def _kept_calendar(*about: Hashable, make: Callable[[], str]) -> Response:
    """One for everybody, made anew when something public has changed; 404 where it is empty."""
    key = (g.tenant.id, g.tenant.revision, interface_language(), asked_language(), request.host_url, *about)

    def marked() -> tuple[str, str]:
        text = make()
        return text, _mark(text)

    text, mark = _kept.get(key, marked)
    return _calendar(text, mark) if text else abort(404)


def _mark(text: str) -> str:
    return hashlib.sha256(without_stamps(text).encode()).hexdigest()[:32]


def _calendar(text: str, mark: str = "") -> Response:
    """A calendar, with a mark by which a program that has it already is told so."""
    response = Response(text, mimetype=CALENDAR)
    response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(mark or _mark(text))
    response.make_conditional(request)
    return response
