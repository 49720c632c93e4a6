"""Complaint box: the table of contents of the tool. Each hook only delegates."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint
from markupsafe import Markup

from hutong import Manifest, MenuEntry, PageBlock, ShareTarget, Starter, TenantInfo, WaitingItem, hookimpl
from plugins.complaint import offers
from plugins.complaint.console import blueprint as console
from plugins.complaint.jobs import HANDLERS
from plugins.complaint.public import blueprint as public
from plugins.complaint.starter import apply_starter, export_starter
from plugins.complaint.starter_policy import POLICY


@hookimpl
def manifest() -> Manifest:
    """Who the tool is."""
    return Manifest(
        name="complaint",
        title={"zh": "投诉信箱", "en": "Complaint box"},
        summary={
            "zh": "客人有话敢说，您按时回话。",
            "en": "Customers dare to say it; you answer in time.",
        },
        icon="mail",
        api="1.0",
        console_endpoint="complaint_console.index",
        order=30,
        permissions={"complaint.handle": {"zh": "读信，办理，回话", "en": "Read letters and answer them"}},
        verbs={"complain": {"zh": "写了投诉", "en": "Wrote a letter"}},
        holds={
            "complaint_box": {"zh": "意见箱", "en": "Boxes"},
            "complaint_case": {"zh": "来信", "en": "Letters"},
            "complaint_message": {"zh": "来往的话", "en": "Messages"},
            "complaint_attachment": {"zh": "照片和文件", "en": "Pictures and files"},
        },
        starter_policy=POLICY,
    )


@hookimpl
def blueprints() -> Sequence[Blueprint]:
    """The writer's side and the business's."""
    return (public, console)


@hookimpl
def jobs() -> Mapping[str, Callable[[Mapping[str, Any]], None]]:
    """The clock: notices, reminders, passed deadlines, deletion."""
    return HANDLERS


@hookimpl
def menu(tenant: TenantInfo, language: str) -> Iterable[MenuEntry]:
    """Boxes that take letters."""
    return offers.menu_entries(tenant, language)


@hookimpl
def slot(tenant: TenantInfo, name: str) -> Markup | None:
    """On the console's first page: what is late, and what keeps letters from being read."""
    return offers.today_card(tenant) if name == "console.today" else None


@hookimpl
def waiting(tenant: TenantInfo) -> Iterable[WaitingItem]:
    """Letters that nobody has opened."""
    return offers.waiting_items(tenant)


@hookimpl
def page_blocks(tenant: TenantInfo) -> Iterable[PageBlock]:
    """The card that leads to a box."""
    return offers.page_blocks(tenant)


@hookimpl
def share_targets(tenant: TenantInfo, object_id: UUID | None = None) -> Iterable[ShareTarget]:
    """Boxes."""
    return offers.share_targets(tenant, object_id)


@hookimpl
def starter_apply(tenant: TenantInfo, starter: Starter) -> None:
    """A template's boxes."""
    apply_starter(tenant, starter)


@hookimpl
def starter_export() -> Mapping[str, Any]:
    """The tenant's boxes as a template has them."""
    return export_starter()
