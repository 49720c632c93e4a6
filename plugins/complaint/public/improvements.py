"""What came of letters, for everybody to see: "you said, we did"."""

from flask import Response, g, render_template, request

from hutong import interface_language, policy
from hutong.pages import Kept
from plugins.complaint.improving import changes
from plugins.complaint.offers import open_boxes
from plugins.complaint.public.blueprint import blueprint
from plugins.complaint.words import month_name

_pages: Kept[str] = Kept(200)


@blueprint.get("/changes")
@policy("anyone")
def improvements() -> Response:
    """What was changed, newest first; the page is kept until something public changes."""
    address = f"{request.host_url}{request.script_root}"
    key = (g.tenant.id, g.tenant.revision, interface_language(), address)
    response = Response(_pages.get(key, _draw), mimetype="text/html")
    response.add_etag()
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response


def _draw() -> str:
    return render_template(
        "complaint/changes.html",
        changes=changes(published_only=True, limit=50),
        boxes=open_boxes(),
        month_name=month_name,
    )
