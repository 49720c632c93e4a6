"""Meetings: the table of contents of the tool. Each hook only delegates."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint
from markupsafe import Markup

from hutong import Manifest, MenuEntry, PageBlock, ShareTarget, Starter, TenantInfo, WaitingItem, hookimpl
from plugins.meeting import action_offers, faces, offering
from plugins.meeting.agenda_queries import speaker_photos
from plugins.meeting.console import blueprint as console
from plugins.meeting.jobs import HANDLERS
from plugins.meeting.public import blueprint as public
from plugins.meeting.starter import apply_starter, export_starter
from plugins.meeting.starting.policy import POLICY


@hookimpl
def manifest() -> Manifest:
    """Who the tool is."""
    return Manifest(
        name="meeting",
        title={"zh": "会议通", "en": "Meetings"},
        summary={
            "zh": "从约时间、发邀请、报名签到，到纪要和待办。",
            "en": "From finding a date to who does what: invitations, registration, door, minutes.",
        },
        icon="calendar",
        api="1.0",
        console_endpoint="meeting_console.index",
        order=20,
        permissions={
            "meeting.organise": {"zh": "开会、改会、取消会", "en": "Make, change and cancel meetings"},
            "meeting.guests": {"zh": "看名单，邀请，审批", "en": "See the guests, invite and approve them"},
            "meeting.live": {
                "zh": "主持现场：提问、投票、大屏",
                "en": "Run the room: questions, polls, the big screen",
            },
            "meeting.door": {"zh": "在门口签到", "en": "Check guests in at the door"},
            "meeting.minutes": {"zh": "写纪要，派待办", "en": "Write minutes, and say who does what"},
        },
        verbs={
            "register": {"zh": "报名参会", "en": "Registered for a meeting"},
            "cancel": {"zh": "取消了报名", "en": "Cancelled a registration"},
            "vote_date": {"zh": "投票选了时间", "en": "Voted on a date"},
            "attend": {"zh": "到会签到", "en": "Came to a meeting"},
        },
        holds={
            "meeting_meeting": {"zh": "会议和活动", "en": "Meetings"},
            "meeting_guest": {"zh": "来宾", "en": "Guests"},
            "meeting_minutes": {"zh": "会议记录", "en": "Minutes"},
            "meeting_action": {"zh": "要办的事", "en": "Things to do"},
            "meeting_material": {"zh": "文件", "en": "Files to read"},
        },
        starter_policy=POLICY,
    )


@hookimpl
def blueprints() -> Sequence[Blueprint]:
    """The guest's side and the organiser's."""
    return (public, console)


@hookimpl
def jobs() -> Mapping[str, Callable[[Mapping[str, Any]], None]]:
    """Mails, and what comes round by the clock."""
    return HANDLERS


@hookimpl
def menu(tenant: TenantInfo, language: str) -> Iterable[MenuEntry]:
    """What is coming."""
    return offering.menu_entries(tenant, language)


@hookimpl
def share_targets(tenant: TenantInfo, object_id: UUID | None = None) -> Iterable[ShareTarget]:
    """Meetings."""
    return offering.share_targets(tenant, object_id)


@hookimpl
def page_blocks(tenant: TenantInfo) -> Iterable[PageBlock]:
    """The card of a meeting, or of whichever is next."""
    return [faces.meeting_block(tenant)]


@hookimpl
def slot(tenant: TenantInfo, name: str) -> Markup | None:
    """On the console's first page: today's meetings, and what is to do after others."""
    if name != "console.today":
        return None
    return Markup("").join(
        card for card in (faces.today_card(tenant), action_offers.today_card(tenant)) if card
    )


@hookimpl
def waiting(tenant: TenantInfo) -> Iterable[WaitingItem]:
    """Registrations to be approved, and what should be done by now."""
    yield from offering.waiting_items(tenant)
    yield from action_offers.waiting_items(tenant)


@hookimpl
def photos_in_use(tenant: TenantInfo) -> Iterable[str]:  # noqa: ARG001 - the scope says whose
    """Photos of speakers."""
    return speaker_photos()


@hookimpl
def starter_apply(tenant: TenantInfo, starter: Starter) -> None:
    """A template's meetings."""
    apply_starter(tenant, starter)


@hookimpl
def starter_export() -> Mapping[str, Any]:
    """The tenant's meetings as a template has them."""
    return export_starter()
