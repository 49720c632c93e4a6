"""The counter: the first page of the tool."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import permitted, policy
from plugins.club.console.blueprint import blueprint
from plugins.club.queries import member_by_number, members_count, programme
from plugins.club.sections import ROOMS


@blueprint.get("/")
@policy("staff", permission="club.serve")
def index() -> ResponseReturnValue:
    """Type a number; or set the club up first."""
    run = programme()
    if run is None and permitted("admin"):
        return redirect(url_for("club_console.set_up"))
    typed = request.args.get("number", "").strip()[:40]
    return render_template(
        "club/console/counter.html",
        run=run,
        typed=typed,
        member=member_by_number(typed) if typed else None,
        count=members_count(),
        rooms=ROOMS.open_rooms(),
    )
