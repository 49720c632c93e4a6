"""The list of draws, a new one, and one with its figures, its code and its state."""

import uuid
from typing import get_args

from flask import abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hutong import (
    gettext as _,
    interface_language,
    links_of,
    notify,
    policy,
    public_url,
    share_address,
    touch_tenant,
)
from hutong.pages import qr_svg
from hutong_luckydraw.console.blueprint import EDIT, blueprint, draw_or_404
from hutong_luckydraw.errors import DrawError
from hutong_luckydraw.forms import new_draw_form
from hutong_luckydraw.odds import total_odds
from hutong_luckydraw.operations import State, create_draw, set_draw_state
from hutong_luckydraw.pictures import pictures_of
from hutong_luckydraw.queries import (
    binned_draws,
    draws_in_use,
    figures_of,
    prizes_of,
    prizes_of_all,
    why_not_open,
)
from hutong_luckydraw.words import (
    AUDIENCES,
    left_in_words,
    limits_in_words,
    odds_in_words,
    promise_in_words,
    refusal_of,
    said,
    state_pill,
)


@blueprint.get("/")
@policy("staff")
def index() -> str:
    """The draws, and the way to the counter; each as far as whoever is here may go."""
    draws = draws_in_use()
    prizes = prizes_of_all(draws)
    lines = [
        (
            draw,
            state_pill(draw),
            sum(prize.won for prize in prizes[draw.id]),
            sum(prize.stock for prize in prizes[draw.id]),
        )
        for draw in draws
    ]
    return render_template("luckydraw/console/draws.html", lines=lines, binned=len(binned_draws()), said=said)


@blueprint.route("/new", methods=["GET", "POST"])
@policy("staff", permission=EDIT)
def new_draw() -> ResponseReturnValue:
    """A name, and it is there as a draft."""
    language = interface_language() if interface_language() in g.tenant.languages else g.tenant.languages[0]
    form = new_draw_form([language])()
    if form.validate_on_submit():
        draw = create_draw(title=form.texts()["title"])
        return redirect(url_for("luckydraw_console.draw", draw_id=draw.id))
    page = render_template("luckydraw/console/new_draw.html", form=form)
    return page, 422 if form.errors else 200


@blueprint.get("/<uuid:draw_id>")
@policy("staff", permission=EDIT)
def draw(draw_id: uuid.UUID) -> str:
    """One draw: what came of it, its prizes, what they promise together, its code."""
    found = draw_or_404(draw_id)
    prizes = prizes_of(found)
    pictures = pictures_of(prizes, 160)
    link = next(iter(links_of(found.id)), None)
    address = share_address(g.tenant, link) if link else ""
    return render_template(
        "luckydraw/console/draw.html",
        draw=found,
        why=why_not_open(found),
        pill=state_pill(found),
        figures=figures_of(found),
        prizes=[
            (prize, odds_in_words(prize), left_in_words(prize), pictures.get(prize.photo)) for prize in prizes
        ],
        promise=promise_in_words(prizes),
        is_too_much=total_odds(prizes) > 1,
        audience=AUDIENCES[found.audience],
        limits=limits_in_words(found),
        address=address,
        code=qr_svg(address, _("Code that leads to this draw")) if address else "",
        page_url=public_url(g.tenant, "luckydraw.draw", draw_code=found.code),
        said=said,
    )


@blueprint.post("/<uuid:draw_id>/state/<state>")
@policy("staff", permission=EDIT)
def set_state(draw_id: uuid.UUID, state: State) -> ResponseReturnValue:
    """Open, pause or close it; with an undo. What promises too much is not opened."""
    if state not in get_args(State):
        abort(404)
    found = draw_or_404(draw_id, lock=True)
    here = url_for("luckydraw_console.draw", draw_id=found.id)
    try:
        before = set_draw_state(draw=found, state=state)
    except DrawError as error:
        refusal = refusal_of(error)
        notify(f"{refusal.title}. {refusal.text}", kind="bad")
        return redirect(here)
    touch_tenant(tenant_id=g.tenant.id)
    told = {
        "open": _("It’s open. Customers can draw now."),
        "paused": _("Paused. Prizes that were won are still handed out."),
        "closed": _("Closed. Prizes that were won are still handed out."),
    }[state]
    undo = ""
    if before in get_args(State) and before != state:
        undo = url_for("luckydraw_console.set_state", draw_id=found.id, state=before)
    notify(told, undo_url=undo)
    return redirect(here)
