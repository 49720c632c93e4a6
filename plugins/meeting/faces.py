"""Meetings on pages of others: a card on a page of the site, and today's meetings in the console."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import render_template
from markupsafe import Markup

from hutong import PageBlock, TenantInfo, babel_locale, force_locale, gettext as _, now, public_url
from hutong.pages import changes_at
from plugins.meeting.models import Meeting
from plugins.meeting.queries import coming_by_key, coming_meetings, meetings_between, next_coming
from plugins.meeting.state_words import public_state
from plugins.meeting.when import meeting_in_words

NEXT = "next"
"""The key of whichever meeting comes next."""


def meeting_block(tenant: TenantInfo) -> PageBlock:
    """The card of one meeting on a page; `next` goes along with the calendar."""

    def choices(language: str) -> Sequence[tuple[str, str]]:
        with force_locale(babel_locale(language)):
            first = (NEXT, _("The next meeting"))
        return [first, *((key_of(one), tenant.text(one.title, language)) for one in coming_meetings())]

    def render(key: str, language: str, button: str) -> Markup:
        found = next_coming() if key == NEXT else coming_by_key(key)
        if found is None:
            return Markup()
        changes_at(found.ends_at)
        with force_locale(babel_locale(language)):
            return Markup(_card(tenant, found, language, button))  # noqa: S704 - our own template

    title = {"zh": "一场会议", "en": "A meeting"}
    return PageBlock("meeting.meeting", title, "calendar", "meeting", choices, render)


def today_card(tenant: TenantInfo) -> Markup | None:
    """Today's meetings by the tenant's clock; None on a day without one."""
    local = now().astimezone(tenant.zone)
    start = datetime(local.year, local.month, local.day, tzinfo=tenant.zone)
    found = meetings_between(start, start + timedelta(days=1))
    if not found:
        return None
    lines = [(one, meeting_in_words(one)) for one in found]
    card = render_template("meeting/console/_today.html", tenant=tenant, lines=lines)
    return Markup(card)  # noqa: S704 - our own template, autoescaped


def key_of(meeting: Meeting) -> str:
    """The name under which a page keeps it."""
    return meeting.starter_key or meeting.code


def _card(tenant: TenantInfo, meeting: Meeting, language: str, button: str) -> str:
    return render_template(
        "meeting/_block.html",
        title=tenant.text(meeting.title, language),
        when=meeting_in_words(meeting),
        place=tenant.text(meeting.place, language),
        state=public_state(meeting)[0],
        url=public_url(tenant, "meeting.meeting", code=meeting.code),
        button=button,
    )
