"""What came of letters, for everybody to see: "you said, we did"."""

from flask import Response, render_template

from hutong import policy
from hutong.pages import kept_page
from plugins.complaint.improving import changes
from plugins.complaint.offers import open_boxes
from plugins.complaint.public.blueprint import blueprint
from plugins.complaint.words import month_name


@blueprint.get("/changes")
@policy("anyone")
def improvements() -> Response:
    """What was changed, newest first; the page is kept until something public changes."""
    return kept_page("complaint", "changes", draw=_draw)


def _draw() -> str:
    return render_template(
        "complaint/changes.html",
        changes=changes(published_only=True, limit=50),
        boxes=open_boxes(),
        month_name=month_name,
    )
