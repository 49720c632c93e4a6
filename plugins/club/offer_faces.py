"""Offers in the rest of the house: the menu, share links, and the card on a page."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from flask import render_template
from markupsafe import Markup

from hutong import (
    MenuEntry,
    PageBlock,
    ShareTarget,
    TenantInfo,
    babel_locale,
    force_locale,
    gettext as _,
    interface_language,
    now,
    public_url,
)
from hutong.pages import changes_at
from plugins.club.models import Offer
from plugins.club.offer_queries import offers_in_use, why_not_open
from plugins.club.offer_words import benefit, offer_until
from plugins.club.queries import programme

_STATES = {"": "open", "draft": "draft", "paused": "paused", "early": "paused"}


def offer_menu(tenant: TenantInfo, language: str) -> Iterator[MenuEntry]:
    """One way to all offers, while there is one to take."""
    whys = [_why(offer) for offer in _public_offers()]  # of all: each names the moment at which it changes
    if "" in whys:
        with force_locale(babel_locale(language)):
            label = _("Offers")
        yield MenuEntry(label, public_url(tenant, "club.offer_list"), "ticket", order=61)


def offer_targets(tenant: TenantInfo, object_id: UUID | None = None) -> Iterator[ShareTarget]:
    """What can be shared: each offer that customers take themselves."""
    run = programme()
    for offer in _public_offers() if run is not None else ():
        if object_id in (None, offer.id):
            yield ShareTarget(
                plugin="club",
                kind="offer",
                id=offer.id,
                title=tenant.text(offer.title, interface_language()),
                url=public_url(tenant, "club.offer", offer_code=offer.code),
                key=offer.starter_key or offer.code,
                state=_STATES.get(_why(offer), "closed"),  # type: ignore[arg-type]
                summary=benefit(offer, run.currency if run else ""),
                icon="ticket",
                poster=("", _("Scan and take your coupon"), _("No app, no password")),
            )


def offer_block(tenant: TenantInfo) -> PageBlock:
    """The card of one offer on a page."""

    def choices(language: str) -> Sequence[tuple[str, str]]:
        return [
            (offer.starter_key or offer.code, tenant.text(offer.title, language))
            for offer in _public_offers()
        ]

    def render(key: str, language: str, button: str) -> Markup:
        for offer in _public_offers():
            if key in (offer.starter_key, offer.code) and not _why(offer):
                with force_locale(babel_locale(language)):
                    return Markup(_card(tenant, offer, language, button))  # noqa: S704 - our own template
        return Markup()

    title = {"zh": "一个优惠", "en": "One offer"}
    return PageBlock("club.offer", title, "ticket", "offer", choices, render)


def _card(tenant: TenantInfo, offer: Offer, language: str, button: str) -> str:
    run = programme()
    return render_template(
        "club/_offer_block.html",
        title=tenant.text(offer.title, language),
        text=tenant.text(offer.text, language),
        gives=benefit(offer, run.currency if run else ""),
        until=offer_until(offer, tenant.zone),
        url=public_url(tenant, "club.offer", offer_code=offer.code),
        button=button,
    )


def _public_offers() -> list[Offer]:
    return [offer for offer in offers_in_use() if offer.claim == "anyone"]


def _why(offer: Offer) -> str:
    """`why_not_open`, for what may be kept: a page with it is made anew when the offer opens or ends."""
    for moment in (offer.opens_at, offer.closes_at):
        if moment is not None and moment > now():
            changes_at(moment)
    return why_not_open(offer)
