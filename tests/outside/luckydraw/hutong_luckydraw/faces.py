"""Draws in the rest of the house: the menu, share links, the card on a page, and what waits for the owner."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from flask import render_template
from markupsafe import Markup

from hutong import (
    MenuEntry,
    PageBlock,
    ShareTarget,
    TenantInfo,
    WaitingItem,
    babel_locale,
    console_url,
    force_locale,
    gettext as _,
    interface_language,
    now,
    permitted,
    public_url,
)
from hutong.pages import changes_at
from hutong_luckydraw.models import Draw
from hutong_luckydraw.queries import draws_in_use, prizes_of_all, why_not_open

_STATES = {"": "open", "draft": "draft", "paused": "paused", "early": "paused"}


def menu_entries(tenant: TenantInfo, language: str) -> Iterator[MenuEntry]:
    """One way to all draws, while there is one to take part in."""
    whys = [_why(draw) for draw in draws_in_use()]  # of all: each names the moment at which it changes
    if "" in whys:
        with force_locale(babel_locale(language)):
            label = _("Lucky draw")
        yield MenuEntry(label, public_url(tenant, "luckydraw.index"), "gift", order=65)


def share_targets(tenant: TenantInfo, object_id: UUID | None = None) -> Iterator[ShareTarget]:
    """Each draw."""
    for draw in draws_in_use():
        if object_id in (None, draw.id):
            yield ShareTarget(
                plugin="luckydraw",
                kind="draw",
                id=draw.id,
                title=tenant.text(draw.title, interface_language()),
                url=public_url(tenant, "luckydraw.draw", draw_code=draw.code),
                key=_key_of(draw),
                state=_STATES.get(_why(draw), "closed"),  # type: ignore[arg-type]
                summary=tenant.text(draw.text, interface_language()),
                icon="gift",
                poster=("", _("Scan and try your luck"), _("No app, no password")),
            )


def draw_block(tenant: TenantInfo) -> PageBlock:
    """The card of one draw on a page."""

    def choices(language: str) -> Sequence[tuple[str, str]]:
        return [(_key_of(draw), tenant.text(draw.title, language)) for draw in draws_in_use()]

    def render(key: str, language: str, button: str) -> Markup:
        for draw in draws_in_use():
            if key in (draw.starter_key, draw.code) and not _why(draw):
                with force_locale(babel_locale(language)):
                    return Markup(_card(tenant, draw, language, button))
        return Markup()

    title = {"zh": "一个抽奖", "en": "One lucky draw"}
    return PageBlock("luckydraw.draw", title, "gift", "draw", choices, render)


def waiting_items(tenant: TenantInfo) -> Iterator[WaitingItem]:
    """Prizes that have run out while customers go on drawing."""
    if not permitted("luckydraw.edit"):
        return
    draws = [draw for draw in draws_in_use() if not why_not_open(draw)]
    prizes = prizes_of_all(draws)
    for draw in draws:
        gone = [prize for prize in prizes[draw.id] if prize.won >= prize.stock]
        if gone:
            names = [tenant.text(prize.name, interface_language()) for prize in gone]
            yield WaitingItem(
                label=_("All gone: %(prizes)s", prizes=_(", ").join(names)),
                detail=_("“%(draw)s” goes on without. Add some, or close it.", draw=_title(tenant, draw)),
                url=console_url(tenant, "luckydraw_console.draw", draw_id=draw.id),
                icon="gift",
            )


def _card(tenant: TenantInfo, draw: Draw, language: str, button: str) -> str:
    return render_template(
        "luckydraw/_draw_block.html",
        title=tenant.text(draw.title, language),
        text=tenant.text(draw.text, language),
        url=public_url(tenant, "luckydraw.draw", draw_code=draw.code),
        button=button,
    )


def _title(tenant: TenantInfo, draw: Draw) -> str:
    return tenant.text(draw.title, interface_language())


def _key_of(draw: Draw) -> str:
    return draw.starter_key or draw.code


def _why(draw: Draw) -> str:
    """`why_not_open`, for what may be kept: a page with it is made anew when the draw opens or ends."""
    for moment in (draw.opens_at, draw.closes_at):
        if moment is not None and moment > now():
            changes_at(moment)
    return why_not_open(draw)
