"""The first page of a tenant's public side."""

from flask import Blueprint, Response, g, make_response, render_template
from flask.typing import ResponseReturnValue

from core.i18n import interface_language
from core.offers import menu_entries
from core.plugin_manager import plugins
from core.plugin_results import LONGEST_PAGE
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
    if isinstance(answer, list | dict):
        msg = f"public_home gave {type(answer).__name__}, not a page"
        raise TypeError(msg)
    response = make_response(answer)
    read, size = [], 0
    for part in response.iter_encoded():
        size += len(part)
        if size > LONGEST_PAGE:
            msg = f"public_home gave a page of more than {LONGEST_PAGE} bytes"
            raise ValueError(msg)
        read.append(part)
    if response.status_code >= 500:
        msg = f"public_home answered {response.status}"
        raise ValueError(msg)
    response.response = read
    return response
