"""Telling a friend: the member's own link, as a code, as words to send, and what came of it."""

from flask import abort, g, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hutong import ShareLink, gettext as _, link_shared_by, personal_link_of, policy, share_address
from hutong.fields import page_token, posted_token
from hutong.pages import qr_svg
from plugins.club.days import today
from plugins.club.friend_queries import friends_count
from plugins.club.models import Member, Programme
from plugins.club.public.blueprint import blueprint
from plugins.club.public.card import card_here
from plugins.club.queries import programme
from plugins.club.referring import referral_rule
from plugins.club.sections import on_card

PURPOSE = "friends"


@on_card(order=40)
def tell_a_friend(run: Programme, member: Member) -> str:
    """On the card: what a friend is worth, and the way to one's own link."""
    if member.state != "active" or run.state != "open":
        return ""
    return render_template("club/_friends.html", run=run, rule=referral_rule(today()))


@blueprint.get("/friends")
@policy("anyone")
def friends() -> ResponseReturnValue:
    """One's own link; before it is asked for, what it does."""
    run, member = programme() or abort(404), card_here()
    if member is None:
        return redirect(url_for("club.index"))
    link = link_shared_by(member.person_id, run.id)
    joined, paid = friends_count(member.id)
    page = make_response(
        render_template(
            "club/friends.html",
            run=run,
            rule=referral_rule(today()),
            joined=joined,
            paid=paid,
            link=_shown(run, link) if link else None,
            token=page_token(run.id, PURPOSE),
        )
    )
    page.headers["Cache-Control"] = "no-store"
    return page


@blueprint.post("/friends")
@policy("anyone")
def make_link() -> ResponseReturnValue:
    """Make the link; asked twice, it is the same."""
    run, member = programme() or abort(404), card_here()
    if member is None:
        return redirect(url_for("club.index"))
    posted_token(run.id, PURPOSE)
    personal_link_of(member.person_id, plugin="club", object_kind="programme", object_id=run.id)
    return redirect(url_for("club.friends"))


def _shown(run: Programme, link: ShareLink) -> dict[str, str]:
    address = share_address(g.tenant, link)
    words = _(
        "I have a card of “%(club)s”. Get yours here: %(address)s",
        club=g.tenant.text(run.name, g.language),
        address=address,
    )
    code = qr_svg(address, _("QR code for %(address)s", address=address))
    return {"address": address, "words": words, "svg": code}
