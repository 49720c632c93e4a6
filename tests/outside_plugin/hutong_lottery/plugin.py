"""The lottery's table of contents."""

from collections.abc import Iterable, Sequence

from flask import Blueprint

from hutong import Manifest, MenuEntry, TenantInfo, gettext as _, hookimpl, public_url
from hutong_lottery import public


@hookimpl
def manifest() -> Manifest:
    return Manifest(
        name="lottery",
        title={"zh": "抽奖", "en": "Lottery"},
        summary={"zh": "每人一张券，看看谁手气好。", "en": "A ticket for everybody; somebody wins."},
        icon="star",
        api="1.0",
    )


@hookimpl
def blueprints() -> Sequence[Blueprint]:
    return [public.blueprint]


@hookimpl
def menu(tenant: TenantInfo, language: str) -> Iterable[MenuEntry]:
    yield MenuEntry(_("Lottery"), public_url(tenant, "lottery.tickets"), icon="star")
