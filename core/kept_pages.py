"""Public pages that are drawn once for everybody: nothing of who looks stands in them."""

from collections.abc import Callable, Hashable

from flask import Response, g, request

from core.i18n import asked_language, interface_language
from core.kept import Kept

_pages: Kept[bytes] = Kept(1_000)


def kept_page(*about: Hashable, draw: Callable[[], str]) -> Response:
    """The page that `about` names, from what is kept, else drawn now; with an ETag.

    It is drawn anew when something public has changed (`touch_tenant`), and at the moments that were named by
    `changes_at` while it was drawn. `about` begins with the tool and names the page, and figures on it that
    change often.
    """
    address = f"{request.host_url}{request.script_root}"
    key = (g.tenant.id, g.tenant.revision, interface_language(), asked_language(), address, *about)
    response = Response(_pages.get(key, lambda: draw().encode()), mimetype="text/html")
    response.add_etag()
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response
