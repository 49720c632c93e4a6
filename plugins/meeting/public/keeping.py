"""Public pages are drawn once for everybody: nothing of who looks stands in them."""

from collections.abc import Callable, Hashable

from flask import Response, g, request

from hutong import asked_language, interface_language
from hutong.pages import Kept

_pages: Kept[str] = Kept(400)


def kept_page(*about: Hashable, draw: Callable[[], str]) -> Response:
    """The page that `about` names, from what is kept, else drawn now.

    It is drawn anew when something public has changed (the tenant's revision), and at the moments that were
    named by `changes_at` while it was drawn. `about` names the page, and figures on it that change often.
    """
    address = f"{request.host_url}{request.script_root}"
    key = (g.tenant.id, g.tenant.revision, interface_language(), asked_language(), address, *about)
    response = Response(_pages.get(key, draw), mimetype="text/html")
    response.add_etag()
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response
