"""Where a printed code leads."""

from flask import Blueprint, abort, g, redirect
from flask.typing import ResponseReturnValue

from core.policy import policy
from core.sharing.queries import link_by_code, target_of

blueprint = Blueprint("sharing", __name__, subdomain="public", url_prefix="/s", template_folder="templates")


@blueprint.get("/<code>")
@policy("anyone")
def follow(code: str) -> ResponseReturnValue:
    """Redirect to the link's target; an unknown code and another tenant's are the same 404."""
    link = link_by_code(code)
    if link is None:
        abort(404)
    target = target_of(g.tenant, link)
    if target is None:
        abort(404)
    joiner = "&" if "?" in target.url else "?"
    return redirect(f"{target.url}{joiner}via={link.code}")
