"""What a promotion can cost: the owner moves the guesses, the page does the sum. Nothing is kept."""

import uuid
from typing import Any

from flask import g, render_template, request
from flask_wtf import FlaskForm
from wtforms.validators import NumberRange, Optional

from hutong import WholeNumber, gettext as _, lazy_gettext as _l, policy
from hutong.money import format_money
from plugins.club.chains import chain_around
from plugins.club.console.blueprint import blueprint
from plugins.club.console.offers import EDIT, offer_or_404, programme_or_404
from plugins.club.models import Offer
from plugins.club.offer_words import benefit, title_of
from plugins.club.simulating import Forecast, Guess, Range, forecast

REACH, TAKE, USE = 200, 50, 60
"""What is guessed before the owner guesses: people who see it, of a hundred who take it, who use it."""


@blueprint.get("/offers/<uuid:offer_id>/forecast")
@policy("staff", permission=EDIT)
def forecast_offer(offer_id: uuid.UUID) -> str:
    """At most, and probably, for the chain from this offer's first step on."""
    offer, run = offer_or_404(offer_id), programme_or_404()
    steps = chain_around(offer)
    form = _form(len(steps))(formdata=request.args or None, meta={"csrf": False})
    is_sound = form.validate()
    reach = form.reach.data if is_sound and form.reach.data is not None else REACH
    found = forecast(_guesses(steps, form if is_sound else None), reach)
    titles = [(title_of(step, g.tenant), benefit(step, run.currency)) for step in steps]

    def money(amount: float) -> str:
        return format_money(round(amount), run.currency)

    return render_template(
        "club/console/forecast.html",
        offer=offer,
        title=titles[0][0],
        form=form,
        titles=titles,
        steps=steps,
        found=found,
        bar=_bar(found),
        most=money(found.most) if found.most is not None else "",
        cost=_money_range(found.cost, money),
        mean=money(round(found.cost.mean, -2)),
        paid=_money_range(found.paid, money) if found.paid.high else "",
        unpriced=[title for step, (title, _gives) in zip(steps, titles, strict=True) if not step.cost],
    )


def _form(count: int) -> type[FlaskForm]:
    percent = [Optional(), NumberRange(0, 100, _l("From 0 to 100."))]
    fields: dict[str, Any] = {
        "reach": WholeNumber(
            _l("How many people will see it"),
            default=REACH,
            validators=[Optional(), NumberRange(0, 1_000_000, _l("From 0 to 1,000,000."))],
        )
    }
    for place in range(count):
        if place == 0:
            fields["take_0"] = WholeNumber(_l("Of 100 who see it, take it"), default=TAKE, validators=percent)
        fields[f"use_{place}"] = WholeNumber(_l("Of 100 coupons, are used"), default=USE, validators=percent)
    return type("GuessesForm", (FlaskForm,), fields)


def _guesses(steps: list[Offer], form: FlaskForm | None) -> list[Guess]:
    def share(name: str, otherwise: int) -> float:
        typed = form[name].data if form is not None else None
        return (otherwise if typed is None else typed) / 100

    return [
        Guess(
            cap=step.cap,
            cost=step.cost,
            paid=step.price,
            take=share("take_0", TAKE) if place == 0 else 1.0,
            use=share(f"use_{place}", USE),
        )
        for place, step in enumerate(steps)
    ]


def _bar(found: Forecast) -> dict[str, float]:
    """Where the range and the mean lie, in percent of the widest."""
    widest = max(found.most or 0, found.cost.high) or 1
    return {
        "low": 100 * found.cost.low / widest,
        "high": 100 * found.cost.high / widest,
        "mean": 100 * found.cost.mean / widest,
    }


def _money_range(found: Range, money: Any) -> str:
    low, high = money(found.low), money(found.high)
    return low if low == high else _("%(low)s to %(high)s", low=low, high=high)
