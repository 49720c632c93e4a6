"""The customer's side: what there is to win, drawing, and the prize with its code for the counter."""

from datetime import timedelta

from flask import Response, abort, g, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hutong import PublicBlueprint, asked_via, count_visit, gettext as _, link_in_use, now, policy, public_url
from hutong.fields import page_token, posted_token
from hutong.pages import qr_svg
from hutong.secrets import may_try, sender
from hutong_luckydraw.drawing import check_player, take_turn, today
from hutong_luckydraw.errors import DrawError, NoPhoneError, NotOpenError
from hutong_luckydraw.models import Draw, Turn
from hutong_luckydraw.phones import player_here, remember_phone
from hutong_luckydraw.pictures import pictures_of
from hutong_luckydraw.queries import (
    draw_by_code,
    draw_by_id,
    draws_in_use,
    prizes_of,
    turn_by_code,
    turns_left,
    turns_of,
    why_not_open,
)
from hutong_luckydraw.wheel import sectors_of, turned_to
from hutong_luckydraw.words import (
    Refusal,
    last_day_of,
    left_in_words,
    limits_in_words,
    not_open,
    odds_in_words,
    refusal_of,
    said,
    won_in_words,
)

blueprint = PublicBlueprint("luckydraw", __name__)
DRAW = "draw"
ONE_NETWORK_MAY = "300 per hour"
"""From one address where anyone may draw: a full shop behind one Wi-Fi passes, a script is slowed."""
TURNING = timedelta(seconds=20)
"""How long after a draw the wheel still turns; who comes back later sees where it stopped."""


@blueprint.get("/")
@policy("anyone")
def index() -> ResponseReturnValue:
    """The draws that are open; the only one at once."""
    draws = [draw for draw in draws_in_use() if not why_not_open(draw)]
    if len(draws) == 1:
        return redirect(url_for("luckydraw.draw", draw_code=draws[0].code, via=asked_via() or None))
    return _personal(render_template("luckydraw/draws.html", draws=draws, said=said))


@blueprint.get("/d/<draw_code>")
@policy("anyone")
def draw(draw_code: str) -> ResponseReturnValue:
    """What there is to win, how likely it is, and the button."""
    found = _draw_or_404(draw_code)
    count_visit(plugin="luckydraw", object_kind="draw", object_id=found.id)
    return remember_phone(_draw_page(found))


@blueprint.post("/d/<draw_code>")
@policy("anyone")
def take(draw_code: str) -> ResponseReturnValue:
    """Draw; the same form again leads to what it drew."""
    found = _draw_or_404(draw_code)
    token = posted_token(found.id, DRAW)
    if found.audience == "anyone" and not may_try(ONE_NETWORK_MAY, "luckydraw", str(found.id), sender()):
        refusal = Refusal(
            _("Many are drawing here just now"),
            _("Too many draws came from this network. Try again in an hour."),
        )
        return _draw_page(found, refusal, 429)
    link = link_in_use(token.via)
    try:
        turn = take_turn(found, player_here(), form_key=token.nonce, share_link_id=link.id if link else None)
    except NotOpenError as closed:
        return _draw_page(found, not_open(closed.why, found), 409)
    except DrawError as refused:
        return _draw_page(found, refusal_of(refused), 409)
    return redirect(url_for("luckydraw.turn", turn_code=turn.code), code=303)


@blueprint.get("/t/<turn_code>")
@policy("anyone")
def turn(turn_code: str) -> ResponseReturnValue:
    """What a turn hit; of a prize the code for the counter, and what has become of it."""
    found = turn_by_code(turn_code) or abort(404)
    its_draw = draw_by_id(found.draw_id, in_bin=True) or abort(404)
    prizes, player = prizes_of(its_draw), player_here()
    prize = next((prize for prize in prizes if prize.id == found.prize_id), None)
    sectors = sectors_of(prizes, is_consoled=found.prize_id is None)
    return _personal(
        render_template(
            "luckydraw/turn.html",
            draw=its_draw,
            turn=found,
            prize=prize,
            picture=pictures_of([prize] if prize else [], 640).get(prize.photo if prize else ""),
            state=state_of(found),
            sectors=sectors,
            turned=turned_to(sectors, found.prize_id),
            is_fresh=now() - found.drawn_at < TURNING,
            code=qr_svg(_address_of(found), _("Code of this prize, for the counter")),
            letters=in_groups(found.code),
            last_day=last_day_of(found),
            left=_left(its_draw) if not why_not_open(its_draw) and _is_mine(found) else 0,
            may_know=player.person_id is not None,
            won=won_in_words,
            said=said,
        )
    )


def state_of(turn: Turn) -> str:
    """What has become of a turn: ``lost``, ``ready``, ``used`` or ``over``."""
    if turn.prize_id is None:
        return "lost"
    if turn.redeemed_at is not None:
        return "used"
    return "over" if turn.ends_at is not None and turn.ends_at <= now() else "ready"


def in_groups(code: str) -> str:
    """A code as it is read aloud: three groups of four."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def _address_of(turn: Turn) -> str:
    return public_url(g.tenant, "luckydraw.turn", turn_code=turn.code, lang=None)


def _left(draw: Draw) -> int:
    """How often whoever asks may still draw; -1 for as often as they like."""
    left = turns_left(draw, player_here(), today())
    return -1 if left is None else left


def _is_mine(turn: Turn) -> bool:
    player = player_here()
    return turn.phone_hash == player.phone_hash or (
        turn.person_id is not None and turn.person_id == player.person_id
    )


def _draw_page(draw: Draw, refusal: Refusal | None = None, status: int = 200) -> Response:
    prizes, player = prizes_of(draw), player_here()
    why = why_not_open(draw)
    refusal = refusal or (not_open(why, draw) if why else _why_not(draw))
    page = render_template(
        "luckydraw/draw.html",
        draw=draw,
        prizes=prizes,
        sectors=sectors_of(prizes),
        odds=odds_in_words,
        left_of=left_in_words,
        pictures=pictures_of(prizes, 160),
        limits=limits_in_words(draw),
        left=_left(draw),
        mine=[one for one in turns_of(draw, player) if one.prize_id is not None],
        refusal=refusal,
        needs_joining=draw.audience != "anyone" and player.person_id is None,
        state_of=state_of,
        won=won_in_words,
        token=page_token(draw.id, DRAW, via=asked_via()),
        address=public_url(g.tenant, "luckydraw.draw", draw_code=draw.code),
        said=said,
    )
    return _personal(page, status)


def _why_not(draw: Draw) -> Refusal | None:
    """What stands against a draw by whoever asks; a phone that comes first has no cookie yet."""
    try:
        check_player(draw, player_here())
    except NoPhoneError:
        return None
    except DrawError as refused:
        return refusal_of(refused)
    return None


def _draw_or_404(code: str) -> Draw:
    return draw_by_code(code) or abort(404)


def _personal(page: str, status: int = 200) -> Response:
    """A page that is somebody's own: kept nowhere."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
