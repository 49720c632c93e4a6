"""Who won what, and what was handed out: to read, and as a table to take along."""

import uuid

from flask import Response, g, render_template

from hutong import day_and_time, gettext as _, permitted, policy
from hutong.exports import BOM, csv_text
from hutong.people import person_names
from hutong_luckydraw.console.blueprint import EDIT, REDEEM, blueprint, draw_or_404
from hutong_luckydraw.models import Turn
from hutong_luckydraw.public import in_groups, state_of
from hutong_luckydraw.queries import winning_turns
from hutong_luckydraw.words import said, won_in_words

SHOWN, IN_TABLE = 200, 100_000


@blueprint.get("/<uuid:draw_id>/winners")
@policy("staff", permission=EDIT)
def winners(draw_id: uuid.UUID) -> str:
    """The latest winners and what became of their prizes."""
    found = draw_or_404(draw_id)
    turns = winning_turns(found, SHOWN)
    return render_template(
        "luckydraw/console/winners.html",
        draw=found,
        turns=turns,
        shown=SHOWN,
        names=person_names([turn.person_id for turn in turns]),
        state_of=state_of,
        may_redeem=permitted(REDEEM),
        won=won_in_words,
        said=said,
    )


@blueprint.get("/<uuid:draw_id>/winners.csv")
@policy("staff", permission=EDIT)
def winners_csv(draw_id: uuid.UUID) -> Response:
    """All winners as a table."""
    found = draw_or_404(draw_id)
    turns = winning_turns(found, IN_TABLE)
    names = person_names([turn.person_id for turn in turns])
    head = (_("Won on"), _("Prize"), _("Winner"), _("Prize code"), _("Handed out on"))
    rows = [_row(turn, names.get(turn.person_id, "") if turn.person_id else "") for turn in turns]
    answer = Response(BOM + csv_text([head, *rows]), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{g.tenant.slug}-{found.code}-winners.csv"'
    return answer


def _row(turn: Turn, name: str) -> tuple[str, ...]:
    zone = g.tenant.zone
    handed_out = day_and_time(turn.redeemed_at, zone) if turn.redeemed_at else ""
    return (day_and_time(turn.drawn_at, zone), won_in_words(turn), name, in_groups(turn.code), handed_out)
