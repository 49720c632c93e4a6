"""The counter: the first page of the tool. Scan a card or type; then serve whoever it is."""

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, permitted, policy, public_url
from hutong.money import format_money
from plugins.club.console.blueprint import blueprint
from plugins.club.console.standing import standing
from plugins.club.days import start_of, today
from plugins.club.finding import Found, find_member
from plugins.club.queries import member_by_code, programme
from plugins.club.refusals import unknown_coupon
from plugins.club.sections import ROOMS
from plugins.club.serving import day_at_counter, latest_at_counter

TYPED_AT_MOST = 300
"""Characters: a scanned address is the longest that is looked for."""


@blueprint.get("/")
@policy("staff", permission="club.serve")
def index() -> ResponseReturnValue:
    """Scan or type; or set the club up first."""
    run = programme()
    if run is None:
        may_open = g.person.role in ("owner", "admin")
        return redirect(url_for("club_console.set_up")) if may_open else _page(None, "", Found())
    typed = request.args.get("q", "").strip()[:TYPED_AT_MOST]
    found = find_member(typed, here=public_url(g.tenant, "club.index", lang=None)) if typed else Found()
    if found.member is not None:
        return redirect(url_for("club_console.member", member_id=found.member.id))
    if found.coupon is not None:
        return redirect(url_for("club_console.coupon", coupon_id=found.coupon.id))
    return _page(run, typed, found)


@blueprint.get("/card/<card_code>")
@policy("staff", permission="club.serve")
def member_of_card(card_code: str) -> ResponseReturnValue:
    """From a card's address, opened on a phone of somebody who works here, to its member."""
    found = member_by_code(card_code) or abort(404)
    return redirect(url_for("club_console.member", member_id=found.id))


def trouble_words(trouble: str) -> tuple[str, str]:
    """What is wrong with what was scanned or typed, and what to do."""
    said = {
        "slip": (
            _("There’s a slip in this number"),
            _("A card’s number has nine digits, and one of these is wrong. Read it once more."),
        ),
        "unknown_number": (
            _("No card of yours has this number"),
            _("Is it another shop’s card? Otherwise try the name or the phone."),
        ),
        "unknown_card": (
            _("This card isn’t in use any more"),
            _("It was replaced by a newer one. Ask for the card on the phone, or look for the name."),
        ),
        "foreign_card": (
            _("This isn’t a card of your club"),
            _("It belongs to somebody else’s shop, or it’s no card at all. Look for the name instead."),
        ),
        "unknown_coupon": (unknown_coupon().title, unknown_coupon().text),
        "nobody": (
            _("Nobody with a card is called that"),
            _("Try a part of the name, the first letters of its pinyin, or the last digits of the phone."),
        ),
    }
    return said[trouble]


def _page(run: object, typed: str, found: Found) -> str:
    since = start_of(today())
    return render_template(
        "club/console/counter.html",
        run=run,
        typed="" if "://" in typed else typed,
        found=found,
        trouble=trouble_words(found.trouble) if found.trouble else None,
        day=day_at_counter(since),
        latest=latest_at_counter(since),
        rooms=ROOMS.open_rooms(),
        stands=standing(),
        money=format_money,
        may_open=permitted("admin"),
    )
