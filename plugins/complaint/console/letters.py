"""The list of letters."""

from flask import render_template

from hutong import policy
from plugins.complaint.console.blueprint import blueprint
from plugins.complaint.queries import boxes, keyring


@blueprint.get("/")
@policy("staff", permission="complaint.handle")
def index() -> str:
    """Every box."""
    return render_template("complaint/console/index.html", boxes=boxes(), is_set_up=keyring() is not None)
