"""One's communities, and the way to another."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from core.entrance.platform import blueprint
from core.entrance.queries import communities_of
from core.policy import policy


@blueprint.get("/-/communities")
@policy("account")
def communities() -> ResponseReturnValue:
    """The switcher."""
    return render_template("accounts/communities.html", memberships=communities_of(g.account))
