"""The lottery on the public side."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import PublicBlueprint, policy
from hutong_lottery import operations, queries

blueprint = PublicBlueprint("lottery", __name__)


@blueprint.get("/")
@policy("anyone")
def tickets() -> ResponseReturnValue:
    return render_template("lottery/tickets.html", count=len(queries.tickets()))


@blueprint.post("/")
@policy("anyone")
def take() -> ResponseReturnValue:
    name = request.form.get("name", "").strip()[:80]
    if name:
        operations.take_ticket(name=name)
    return redirect(url_for("lottery.tickets"), code=303)
