"""A member's points: what there is, until when, how it came about, what comes next."""

from flask import abort, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import policy
from plugins.club.badges import badges_of
from plugins.club.explaining import PAGE, endings, lines_of, next_expiry
from plugins.club.levels import standing_of
from plugins.club.models import Member, Programme
from plugins.club.public.blueprint import blueprint
from plugins.club.public.card import card_here
from plugins.club.queries import programme, tiers
from plugins.club.reasons import by_number, reason_in_words, rule_titles
from plugins.club.sections import on_card


@blueprint.get("/points")
@policy("anyone")
def points() -> ResponseReturnValue:
    """Balance, ends, history, tier and badges of whom this phone is known as."""
    run, card = programme() or abort(404), card_here()
    if card is None:
        return redirect(url_for("club.index"))
    page = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    lines = lines_of(card, page)
    answer = make_response(
        render_template(
            "club/points.html",
            run=run,
            member=card,
            endings=endings(card),
            lines=lines[:PAGE],
            titles=rule_titles([line.transfer for line in lines], g.tenant),
            page=page,
            older=len(lines) > PAGE,
            standing=standing_of(card),
            tiers=tiers(),
            badges=badges_of(card),
            by_number=by_number,
            reason_in_words=reason_in_words,
        )
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@on_card(order=10)
def points_piece(run: Programme, member: Member) -> str:
    """Below the card: what ends next, how far the next tier is."""
    return render_template(
        "club/_points.html", run=run, member=member, ending=next_expiry(member), standing=standing_of(member)
    )
