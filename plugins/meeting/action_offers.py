"""What is to do after meetings, on the console's first page and among what waits."""

from collections.abc import Iterator

from flask import render_template
from markupsafe import Markup

from hutong import TenantInfo, WaitingItem, console_url, gettext as _, ngettext, permitted
from plugins.meeting.action_queries import counts


def waiting_items(tenant: TenantInfo) -> Iterator[WaitingItem]:
    """What should be done by now."""
    late = counts().late
    if late:
        yield WaitingItem(
            label=_("Who does what"),
            detail=ngettext("%(num)s thing is late", "%(num)s things are late", late),
            url=console_url(tenant, "meeting_console.actions", which="late"),
            icon="check",
        )


def today_card(tenant: TenantInfo) -> Markup | None:
    """How much is open, and how much of it late; nothing where there is nothing to do."""
    if not permitted("meeting.minutes"):
        return None
    found = counts()
    if not found.open:
        return None
    card = render_template("meeting/console/_to_do_card.html", tenant=tenant, counts=found)
    return Markup(card)  # noqa: S704 - our own template, autoescaped
