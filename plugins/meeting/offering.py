"""What meetings offer to the rest of the house: menu, share targets, what waits."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from hutong import (
    MenuEntry,
    ShareTarget,
    TenantInfo,
    WaitingItem,
    babel_locale,
    console_url,
    force_locale,
    gettext as _,
    interface_language,
    ngettext,
    permitted,
    public_url,
)
from hutong.pages import changes_at
from plugins.meeting.models import Meeting, Series
from plugins.meeting.queries import (
    all_meetings,
    all_series,
    is_over,
    last_of_coming,
    meeting_by_id,
    meetings_of,
    pending_counts,
    series_by_id,
)
from plugins.meeting.recurring import rule_in_words
from plugins.meeting.when import meeting_in_words


def menu_entries(tenant: TenantInfo, language: str) -> Iterator[MenuEntry]:
    """The only meeting that is coming, or the list of them."""
    coming = last_of_coming()
    for one in coming:
        changes_at(one.ends_at)
    if len(coming) == 1:
        title = tenant.text(coming[0].title, language)
        yield MenuEntry(
            title, public_url(tenant, "meeting.meeting", code=coming[0].code), "calendar", order=40
        )
    elif coming:
        with force_locale(babel_locale(language)):
            label = _("Meetings")
        yield MenuEntry(label, public_url(tenant, "meeting.index"), "calendar", order=40)


def share_targets(tenant: TenantInfo, object_id: UUID | None = None) -> Iterator[ShareTarget]:
    """Meetings, and series with all their dates; of one object only what it needs is read."""
    if object_id is not None:
        yield from _targets_of(tenant, object_id)
        return
    meetings = all_meetings()
    yield from (_target(tenant, one) for one in meetings)
    dates: defaultdict[UUID | None, list[Meeting]] = defaultdict(list)
    for one in meetings:
        dates[one.series_id].append(one)
    for series in all_series():
        yield _series_target(tenant, series, dates[series.id])


def _targets_of(tenant: TenantInfo, object_id: UUID) -> Iterator[ShareTarget]:
    if meeting := meeting_by_id(object_id):
        yield _target(tenant, meeting)
    elif series := series_by_id(object_id):
        yield _series_target(tenant, series, meetings_of(series))


def waiting_items(tenant: TenantInfo) -> Iterator[WaitingItem]:
    """Registrations to be approved."""
    for meeting, count in pending_counts() if permitted("meeting.guests") else ():
        yield WaitingItem(
            label=tenant.text(meeting.title, interface_language()),
            detail=ngettext("%(num)s to be approved", "%(num)s to be approved", count),
            url=console_url(tenant, "meeting_console.guests", meeting_id=meeting.id, state="pending"),
            icon="calendar",
        )


def _target(tenant: TenantInfo, meeting: Meeting) -> ShareTarget:
    state = "closed" if meeting.state == "cancelled" or is_over(meeting) else meeting.state
    return ShareTarget(
        plugin="meeting",
        kind="meeting",
        id=meeting.id,
        title=tenant.text(meeting.title, interface_language()),
        url=public_url(tenant, "meeting.meeting", code=meeting.code),
        key=meeting.starter_key or meeting.code,
        state=state,  # type: ignore[arg-type]
        summary=meeting_in_words(meeting),
        icon="calendar",
        poster=("", _("Scan and keep a seat"), _("No app, no password")),
    )


def _series_target(tenant: TenantInfo, series: Series, meetings: Sequence[Meeting]) -> ShareTarget:
    is_coming = any(one.state == "open" and not is_over(one) for one in meetings)
    is_known = any(one.state != "draft" for one in meetings)
    return ShareTarget(
        plugin="meeting",
        kind="series",
        id=series.id,
        title=tenant.text(series.title, interface_language()),
        url=public_url(tenant, "meeting.series", series_code=series.code),
        key=series.starter_key or series.code,
        state="open" if is_coming else "closed" if is_known else "draft",
        summary=rule_in_words(series.rule),
        icon="calendar",
        poster=("", _("Scan and keep a seat in one of the dates"), _("No app, no password")),
    )
