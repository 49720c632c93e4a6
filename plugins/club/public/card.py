"""The customer's own card: the picture, held to the counter, on paper, with a new number, given up."""

from flask import Response, abort, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from hutong import gettext as _, policy, public_url
from hutong.fields import page_token, posted_token
from hutong.pages import qr_svg, theme_colours
from hutong.people import Person, person_by_id, person_here
from plugins.club.carding import leave_club, renew_card
from plugins.club.models import Member, Programme
from plugins.club.public.app import icon_address
from plugins.club.public.blueprint import blueprint
from plugins.club.queries import member_of_person, programme, standing_card, tier_by_id
from plugins.club.sections import on_card

PURPOSE = "card"


def card_page(run: Programme, member: Member) -> Response:
    """The card and all that stands below it: for its holder only, kept nowhere."""
    return _own(
        "club/card.html",
        run,
        member,
        works=member.state == "active",
        tier=tier_by_id(member.tier_id) if member.tier_id else None,
        pieces=on_card.drawn(run, member),
        icon_address=icon_address,
        sky=theme_colours(g.tenant)["sky"],
    )


@on_card(order=90)
def mine(_run: Programme, member: Member) -> str:
    """What holders do with the card itself."""
    return render_template("club/_mine.html", token=page_token(member.id, PURPOSE))


@blueprint.get("/show")
@policy("anyone")
def show_card() -> ResponseReturnValue:
    """The code alone, as large as the phone, black on white also at night."""
    run, member = programme() or abort(404), card_here()
    if member is None or member.state != "active":
        return redirect(url_for("club.index"))
    return _own("club/show.html", run, member)


@blueprint.get("/print")
@policy("anyone")
def print_card() -> ResponseReturnValue:
    """The card on paper, to cut out."""
    run, member = programme() or abort(404), card_here()
    if member is None or member.state != "active":
        return redirect(url_for("club.index"))
    return _own("club/print.html", run, member)


@blueprint.post("/renew")
@policy("anyone")
def renew() -> ResponseReturnValue:
    """A new number and code. A stopped card stays as it is: the counter starts it again."""
    member = card_here()
    if member is None:
        return redirect(url_for("club.index"))
    posted_token(member.id, PURPOSE)
    if member.state == "active":
        renew_card(member)
    return redirect(url_for("club.index"))


@blueprint.route("/leave", methods=["GET", "POST"])
@policy("anyone")
def leave() -> ResponseReturnValue:
    """Ask, then let go."""
    run, member = programme() or abort(404), card_here()
    if member is None:
        return redirect(url_for("club.index"))
    token = page_token(member.id, PURPOSE)
    if not _is_sent(member):
        return _own("club/leave.html", run, member, token=token)
    leave_club(member)
    return redirect(url_for("club.index"))


def card_here() -> Member | None:
    """The card of whom this phone is known as; None for who left the club."""
    here = person_here()
    member = standing_card(member_of_person(here.id)) if here else None
    return member if member is not None and member.state != "left" else None


def card_code(member: Member) -> Markup:
    """The card's QR code: an address that says nothing about whose card it is."""
    address = public_url(g.tenant, "club.card_door", card_code=member.code, lang=None)
    return qr_svg(address, _("QR code of your card"))


def _is_sent(member: Member) -> bool:
    if request.method != "POST":
        return False
    posted_token(member.id, PURPOSE)
    return True


def _own(template: str, run: Programme, member: Member, **more: object) -> Response:
    holder: Person = person_by_id(member.person_id) or abort(404)
    page = make_response(
        render_template(template, run=run, member=member, person=holder, code=card_code(member), **more)
    )
    page.headers["Cache-Control"] = "no-store"
    return page
