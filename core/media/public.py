"""Photos on the public side."""

from flask import Blueprint, Response, abort, g, send_file

from core.media.operations import media_folder
from core.policy import policy

A_YEAR = 365 * 24 * 3600

blueprint = Blueprint("media", __name__, subdomain="public", url_prefix="/media")


@blueprint.get("/<photo_code>-<int:width>.webp")
@policy("anyone")
def photo(photo_code: str, width: int) -> Response:
    """One size of a photo. Its address never gets other content, so it may be kept for a year."""
    return serve_photo(photo_code, width)


def serve_photo(code: str, width: int) -> Response:
    """The file of this request's tenant, or 404; no query."""
    if not (code.isascii() and code.isalnum()):
        abort(404)
    file = media_folder(g.tenant.id) / f"{code}-{width}.webp"
    if not file.is_file():
        abort(404)
    response = send_file(file, mimetype="image/webp")
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
