"""The first page of a tenant's public side."""

from flask import Blueprint, Response, g, make_response, render_template
from flask.typing import ResponseReturnValue

from core.i18n import interface_language
from core.offers import menu_entries
from core.plugin_manager import plugins
from core.policy import policy

blueprint = Blueprint("public", __name__, subdomain="public", template_folder="templates")


@blueprint.get("/")
@policy("anyone")
def home() -> ResponseReturnValue:
    """What the first tool that answers shows; else a list of the tools."""
    answer: ResponseReturnValue | None = plugins().first(g.tenant, "public_home", accept=_whole)
    if answer is not None:
        return answer
    return render_template("public/tools.html", entries=menu_entries(g.tenant, interface_language()))


def _whole(answer: ResponseReturnValue) -> Response:
    """A tool's answer read to its end, while what is wrong with it is still the tool's fault."""
    response = make_response(answer)
    response.make_sequence()
    return response
