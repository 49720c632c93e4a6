"""The blueprint that the view modules of this package fill."""

from flask import abort

from hutong import PublicBlueprint
from plugins.complaint.models import Box
from plugins.complaint.queries import box_by_code

blueprint = PublicBlueprint("complaint", "plugins.complaint")


def box_or_404(code: str) -> Box:
    """The box of an address."""
    return box_by_code(code) or abort(404)
