"""The counter: scan or type a prize's code, hand it out, once; with an undo."""

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, notify, policy
from hutong.people import person_names
from hutong_luckydraw.console.blueprint import REDEEM, blueprint
from hutong_luckydraw.drawing import hand_out, undo_hand_out
from hutong_luckydraw.errors import DrawError
from hutong_luckydraw.models import Turn
from hutong_luckydraw.pictures import pictures_of
from hutong_luckydraw.public import in_groups, state_of
from hutong_luckydraw.queries import draw_by_id, prize_by_id, turn_by_code
from hutong_luckydraw.words import last_day_of, refusal_of, said, won_in_words

TYPED_AT_MOST = 300
"""Characters: a scanned address is the longest that is looked for."""


@blueprint.get("/counter")
@policy("staff", permission=REDEEM)
def counter() -> ResponseReturnValue:
    """Scan or type."""
    typed = request.args.get("code", "")[:TYPED_AT_MOST].strip()
    if typed:
        turn = turn_by_code(typed.split("?")[0].rstrip("/").rpartition("/")[2])
        if turn is not None and turn.prize_id is not None:
            return redirect(url_for("luckydraw_console.turn", turn_code=turn.code))
    return render_template(
        "luckydraw/console/counter.html", typed="" if "://" in typed else typed, is_unknown=bool(typed)
    )


@blueprint.get("/counter/<turn_code>")
@policy("staff", permission=REDEEM)
def turn(turn_code: str) -> str:
    """A prize at the counter, as it is now."""
    found = _turn_or_404(turn_code)
    draw = draw_by_id(found.draw_id, in_bin=True) or abort(404)
    prize = prize_by_id(draw, found.prize_id) if found.prize_id else None
    names = person_names([found.person_id, found.redeemed_by])
    return render_template(
        "luckydraw/console/turn.html",
        turn=found,
        draw=draw,
        state=state_of(found),
        letters=in_groups(found.code),
        picture=pictures_of([prize], 640).get(prize.photo, "") if prize else "",
        last_day=last_day_of(found),
        winner=names.get(found.person_id) if found.person_id else "",
        handed_out_by=names.get(found.redeemed_by) if found.redeemed_by else "",
        won=won_in_words,
        said=said,
    )


@blueprint.post("/counter/<turn_code>/hand-out")
@policy("staff", permission=REDEEM)
def give(turn_code: str) -> ResponseReturnValue:
    """It is handed out; a second time is refused, and says when it was."""
    found = _turn_or_404(turn_code)
    try:
        hand_out(found, g.person.id)
    except DrawError as error:
        refusal = refusal_of(error)
        notify(f"{refusal.title}. {refusal.text}", kind="bad")
    else:
        notify(_("Handed out."), undo_url=url_for("luckydraw_console.undo", turn_code=found.code))
    return redirect(url_for("luckydraw_console.turn", turn_code=found.code))


@blueprint.post("/counter/<turn_code>/undo")
@policy("staff", permission=REDEEM)
def undo(turn_code: str) -> ResponseReturnValue:
    """A slip: the prize waits again."""
    found = _turn_or_404(turn_code)
    try:
        undo_hand_out(found)
    except DrawError as error:
        notify(refusal_of(error).text, kind="bad")
    else:
        notify(_("Undone. The prize waits again."))
    return redirect(url_for("luckydraw_console.turn", turn_code=found.code))


def _turn_or_404(code: str) -> Turn:
    found = turn_by_code(code)
    return found if found is not None and found.prize_id is not None else abort(404)
