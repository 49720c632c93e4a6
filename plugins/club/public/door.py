"""What a card's QR code leads to: whether it is valid now, and the door for staff; not whose it is."""

from flask import abort, g, make_response, render_template
from flask.typing import ResponseReturnValue

from hutong import console_url, policy
from plugins.club.public.blueprint import blueprint
from plugins.club.queries import member_by_code, programme


@blueprint.get("/card/<card_code>")
@policy("anyone")
def card_door(card_code: str) -> ResponseReturnValue:
    """A card of this club: valid, or stopped."""
    run, member = programme() or abort(404), member_by_code(card_code) or abort(404)
    page = render_template(
        "club/door.html",
        run=run,
        works=member.state == "active" and member.merged_into is None,
        counter=console_url(g.tenant, "club_console.member_of_card", card_code=member.code),
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer
