"""All cards; and what is done with one besides serving: stop it, start it, give it a new number."""

import uuid

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, interface_language, lazy_gettext as _l, notify, policy
from plugins.club.carding import renew_card, start_card, stop_card
from plugins.club.console.blueprint import blueprint
from plugins.club.console.serving import run_or_404, served_or_404
from plugins.club.errors import StoppedCardError
from plugins.club.member_list import PAGE, STATES, CardFilter, cards, cards_count
from plugins.club.queries import tiers
from plugins.club.sections import ROOMS

ROOMS.add("club_console.member_list", "people", _l("Members and cards"), order=10)
STATE_NAMES = {"active": _l("In use"), "stopped": _l("Stopped"), "left": _l("Left")}


@blueprint.get("/members")
@policy("staff", permission="club.serve")
def member_list() -> str:
    """Who has a card."""
    wanted = CardFilter(
        tier_id=request.args.get("tier", type=uuid.UUID),
        state=state if (state := request.args.get("state", "")) in STATES else "",
        typed=request.args.get("q", "").strip()[:60],
    )
    count = cards_count(wanted)
    pages = max(-(-count // PAGE), 1)
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "club/console/members.html",
        run=run_or_404(),
        cards=cards(wanted, page),
        count=count,
        wanted=wanted,
        page=page,
        pages=pages,
        chips=_chips(wanted),
        address=lambda number: _address(wanted, page=number if number > 1 else None),
    )


@blueprint.post("/members/<uuid:member_id>/stop")
@policy("staff", permission="club.serve")
def stop(member_id: uuid.UUID) -> ResponseReturnValue:
    """Nothing is recorded with it from now on; with an undo."""
    member = served_or_404(member_id).member
    if stop_card(member):
        undo = url_for("club_console.start", member_id=member.id)
        notify(_("The card is stopped. What is on it stays."), undo_url=undo)
    return redirect(url_for("club_console.member", member_id=member.id))


@blueprint.post("/members/<uuid:member_id>/start")
@policy("staff", permission="club.serve")
def start(member_id: uuid.UUID) -> ResponseReturnValue:
    """It works again."""
    member = served_or_404(member_id).member
    if start_card(member):
        notify(_("The card works again."))
    return redirect(url_for("club_console.member", member_id=member.id))


@blueprint.post("/members/<uuid:member_id>/renew")
@policy("staff", permission="club.serve")
def renew(member_id: uuid.UUID) -> ResponseReturnValue:
    """A new number; a stopped card works again by it."""
    member = served_or_404(member_id).member
    try:
        renew_card(member)
    except StoppedCardError:
        notify(_("They left the club, so the card stays as it is."), kind="bad")
    else:
        notify(_("A new number. The old one and every picture of it stop working."))
    return redirect(url_for("club_console.member", member_id=member.id))


def _chips(wanted: CardFilter) -> list[dict[str, object]]:
    """All, each tier, each state but the usual one."""
    language = interface_language()
    choices = [(CardFilter(typed=wanted.typed), _("All"), wanted.tier_id is None and not wanted.state)]
    choices += [
        (
            CardFilter(tier_id=tier.id, typed=wanted.typed),
            g.tenant.text(tier.name, language),
            wanted.tier_id == tier.id,
        )
        for tier in tiers()
    ]
    choices += [
        (CardFilter(state=state, typed=wanted.typed), str(STATE_NAMES[state]), wanted.state == state)
        for state in STATES[1:]
    ]
    return [
        {"url": _address(chosen), "label": label, "current": is_current}
        for chosen, label, is_current in choices
    ]


def _address(wanted: CardFilter, page: int | None = None) -> str:
    return url_for(
        "club_console.member_list",
        tier=wanted.tier_id,
        state=wanted.state or None,
        q=wanted.typed or None,
        page=page,
    )
