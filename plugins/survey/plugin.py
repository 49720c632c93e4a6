"""Surveys: the table of contents of the tool. Each hook only delegates."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import click
from flask import Blueprint
from markupsafe import Markup

from hutong import (
    Manifest,
    MenuEntry,
    PageBlock,
    ShareTarget,
    Starter,
    TenantInfo,
    WaitingItem,
    hookimpl,
    permitted,
)
from plugins.survey import offers
from plugins.survey.commands import COMMANDS
from plugins.survey.console import blueprint as console
from plugins.survey.jobs import HANDLERS
from plugins.survey.public import blueprint as public
from plugins.survey.starter import apply_starter, export_starter
from plugins.survey.starter_policy import POLICY


@hookimpl
def manifest() -> Manifest:
    """Who the tool is."""
    return Manifest(
        name="survey",
        title={"zh": "调查", "en": "Surveys"},
        summary={
            "zh": "客人用自己的手机回答，结果自己会数。",
            "en": "Ask your customers; the answers count themselves.",
        },
        icon="survey",
        api="1.0",
        console_endpoint="survey_console.index",
        order=20,
        permissions={
            "survey.edit": {"zh": "出题，改题和说法", "en": "Write and change surveys"},
            "survey.publish": {"zh": "发布，开始和停止收回答", "en": "Publish, open and close them"},
            "survey.results": {"zh": "看客人答了什么", "en": "See what people answered"},
            "survey.judge": {"zh": "标记、删除、放行回答", "en": "Flag, delete and let in answers"},
            "survey.export": {"zh": "下载全部回答", "en": "Download all answers"},
        },
        verbs={
            "start": {"zh": "开始回答", "en": "Began to answer"},
            "complete": {"zh": "答完了", "en": "Answered"},
        },
        holds={
            "survey_survey": {"zh": "调查", "en": "Surveys"},
            "survey_response": {"zh": "回答", "en": "Answers"},
        },
        starter_policy=POLICY,
    )


@hookimpl
def blueprints() -> Sequence[Blueprint]:
    """The respondent's side and the owner's."""
    return (public, console)


@hookimpl
def commands() -> Sequence[click.Command]:
    """``hutong survey …``."""
    return COMMANDS


@hookimpl
def jobs() -> Mapping[str, Callable[[Mapping[str, Any]], None]]:
    """Summing up, telling the owner, forgetting what is too old."""
    return HANDLERS


@hookimpl
def menu(tenant: TenantInfo, language: str) -> Iterable[MenuEntry]:
    """Open surveys."""
    return offers.menu_entries(tenant, language)


@hookimpl
def slot(tenant: TenantInfo, name: str) -> Markup | None:
    """On the console's first page: what was said last."""
    if name == "console.today" and permitted("survey.results"):
        return offers.today_card(tenant)
    return None


@hookimpl
def waiting(tenant: TenantInfo) -> Iterable[WaitingItem]:
    """New answers, and those set aside."""
    return offers.waiting_items(tenant)


@hookimpl
def page_blocks(tenant: TenantInfo) -> Iterable[PageBlock]:
    """The card that asks."""
    return offers.page_blocks(tenant)


@hookimpl
def share_targets(tenant: TenantInfo, object_id: UUID | None = None) -> Iterable[ShareTarget]:
    """Published surveys."""
    return offers.share_targets(tenant, object_id)


@hookimpl
def starter_apply(tenant: TenantInfo, starter: Starter) -> None:
    """A template's surveys."""
    apply_starter(tenant, starter)


@hookimpl
def starter_export() -> Mapping[str, Any]:
    """The tenant's surveys as a template has them."""
    return export_starter()
