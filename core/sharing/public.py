"""Where a printed code leads."""

from flask import Blueprint, abort, g, redirect
from flask.typing import ResponseReturnValue

from core.acts.counting import count_sighting
from core.errors import error_page
from core.i18n import gettext as _
from core.policy import policy
from core.sharing.queries import asked_target, link_by_code

blueprint = Blueprint("sharing", __name__, subdomain="public", url_prefix="/s")


@blueprint.get("/<code>")
@policy("anyone")
def follow(code: str) -> ResponseReturnValue:
    """Count the scan and redirect to the link's target.

    An unknown code and another tenant's are the same 404. While its tool is off, not installed or does not
    answer, the code says that it pauses; where the tool's data was deleted, that it is no longer here.
    """
    link = link_by_code(code)
    if link is None:
        abort(404)
    target, answered = asked_target(g.tenant, link.object_id)
    if target is None and link.ended_at is not None:
        abort(410)
    if target is None and link.plugin in answered:
        abort(404)
    if target is None:
        return error_page(
            503, _("Paused for now"), _("Your code still works when it’s back. Scan the same one.")
        )
    count_sighting(
        verb="scan",
        plugin=link.plugin,
        object_kind=link.object_kind,
        object_id=link.object_id,
        share_link_id=link.id,
        day_only=target.anonymous,
    )
    response = redirect(target.url if target.anonymous else _with_query(target.url, via=link.code))
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _with_query(address: str, via: str) -> str:
    """`address` with the attribution; it carries the language the reader asked for already."""
    return f"{address}{'&' if '?' in address else '?'}via={via}"
