"""The blueprint that the view modules of this package fill."""

from flask import Response, abort, request

from hutong import PublicBlueprint
from plugins.complaint.models import Box
from plugins.complaint.queries import box_by_code

blueprint = PublicBlueprint("complaint", "plugins.complaint")


def box_or_404(code: str) -> Box:
    """The box of an address."""
    return box_by_code(code) or abort(404)


@blueprint.after_request
def keep_no_page(response: Response) -> Response:
    """A page of the named way shows a return code too: no browser keeps it. Anonymous routes never do."""
    if request.endpoint == "complaint.named":
        response.headers["Cache-Control"] = "no-store"
    return response
