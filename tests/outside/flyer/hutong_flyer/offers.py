"""What flyers offer to the rest of the house: menu, share targets, a card on pages, what waits."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
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
    public_url,
)
from hutong.pages import changes_at
from hutong_flyer.face import Face, face_of, on_one_line, today
from hutong_flyer.models import Flyer
from hutong_flyer.queries import PublishedFlyer, given_out
from hutong_flyer.states import State, state_of


def menu_entries(tenant: TenantInfo, language: str) -> Iterator[MenuEntry]:
    """The flyers that are up and that the owner wants in the menu."""
    for given in given_out():
        if given.content is not None and given.content.in_menu and _state(tenant, given) == "open":
            yield MenuEntry(
                _title(tenant, given, language), _address(tenant, given.flyer), "poster", order=50
            )


def share_targets(tenant: TenantInfo, object_id: UUID | None = None) -> Iterator[ShareTarget]:
    """Every flyer that was given out, or the one asked for; those that are over or taken down say so."""
    language = interface_language()
    for given in given_out(flyer_id=object_id):
        lines = tenant.text(given.content.lines, language).splitlines() if given.content else []
        yield ShareTarget(
            plugin="flyer",
            kind="flyer",
            id=given.flyer.id,
            title=_title(tenant, given, language),
            url=_address(tenant, given.flyer),
            state=_state(tenant, given),
            summary=next(iter(lines), ""),
            icon="poster",
            key=given.flyer.key,
            poster=("", _("Scan for the flyer"), ""),
        )


def page_blocks(tenant: TenantInfo) -> Sequence[PageBlock]:
    """The card of a flyer; it shows nothing once the flyer is over or taken down."""

    def choices(language: str) -> list[tuple[str, str]]:
        return [(given.flyer.key, _title(tenant, given, language)) for given in given_out()]

    def render(key: str, language: str, button: str) -> Markup:
        for given in given_out(key=key):
            if given.content is not None and _state(tenant, given) == "open":
                face = face_of(tenant, given.content, language)
                return _card(face, _address(tenant, given.flyer), language, button)
        return Markup()

    title = {"zh": "传单", "en": "Flyer"}
    return [PageBlock("flyer.card", title, "poster", "flyer", choices, render)]


def _card(face: Face, url: str, language: str, button: str) -> Markup:
    with force_locale(babel_locale(language)):
        card = render_template("flyer/_card.html", face=face, url=url, button=button)
    return Markup(card)


def waiting_items(tenant: TenantInfo) -> Iterator[WaitingItem]:
    """Flyers that are over: they may still hang somewhere, and whoever scans them is told so."""
    language = interface_language()
    for given in given_out():
        if given.content is not None and _state(tenant, given) == "closed":
            face = face_of(tenant, given.content, language)
            yield WaitingItem(
                _("“%(title)s” is over", title=face.title),
                _("It ran until %(day)s. Take it off the wall, or give it a new last day.", day=face.until),
                console_url(tenant, "flyer_console.flyer", flyer_id=given.flyer.id),
                "poster",
            )


def _state(tenant: TenantInfo, given: PublishedFlyer) -> State:
    """How it stands; what is kept with it is made anew when its last day has passed."""
    state = state_of(given, today(tenant))
    if state == "open" and given.content is not None and given.content.until is not None:
        midnight = datetime.combine(given.content.until + timedelta(days=1), time(), tenant.zone)
        changes_at(midnight)
    return state


def _title(tenant: TenantInfo, given: PublishedFlyer, language: str) -> str:
    headline = given.content.headline if given.content else given.flyer.draft.get("headline", {})
    return on_one_line(tenant.text(headline, language).splitlines())


def _address(tenant: TenantInfo, flyer: Flyer) -> str:
    return public_url(tenant, "flyer.flyer", code=flyer.code)
