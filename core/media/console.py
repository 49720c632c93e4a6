"""The tenant's photos in the console: look at them, bring new ones in, delete what no page shows."""

from flask import Blueprint, Response, abort, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.media.operations import (
    PhotoInUseError,
    delete_photo,
    photo_fault,
    store_photo,
)
from core.media.photos import PhotoError
from core.media.public import A_YEAR, serve_photo
from core.media.queries import all_photos, photo_by_code, silent_tools, used_codes
from core.notices import notify
from core.policy import policy

blueprint = Blueprint(
    "media_console", __name__, subdomain="console", url_prefix="/media", template_folder="templates"
)


@blueprint.get("/")
@policy("staff")
def photos() -> str:
    """All photos, newest first, and which of them are in use."""
    return _photos_page()


@blueprint.post("/")
@policy("staff")
def upload() -> ResponseReturnValue:
    """Bring in one photo; a script gets JSON, a form comes back to the page."""
    wants_json = request.headers.get("X-Requested-With") == "upload"
    file = request.files.get("photo")
    try:
        if file is None:
            raise PhotoError("empty")  # noqa: TRY301 - one place turns faults into answers
        photo = store_photo(file=file.stream, name=file.filename or "", uploaded_by=g.person.id)
    except PhotoError as error:
        fault = photo_fault(error)
        return (jsonify(error=fault), 422) if wants_json else (_photos_page(fault), 422)
    address = url_for(".photo", photo_code=photo.code, width=photo.snapshot().nearest(480))
    if wants_json:
        return jsonify(code=photo.code, url=address, name=photo.name)
    notify(_("The photo is in. Pages can show it now."))
    return redirect(url_for(".photos"))


@blueprint.get("/<photo_code>-<int:width>.webp")
@policy("staff")
def photo(photo_code: str, width: int) -> Response:
    """A photo for the console, also while the public side is closed or on a host of its own."""
    response = serve_photo(photo_code, width)
    response.headers["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    return response


@blueprint.post("/<photo_code>/delete")
@policy("staff")
def delete(photo_code: str) -> ResponseReturnValue:
    """Delete a photo that nothing shows."""
    row = photo_by_code(photo_code)
    if row is None:
        abort(404)
    if silent_tools(g.tenant):
        return _photos_page(
            _("A tool does not answer just now, and it may show this photo. Try again later.")
        ), 409
    try:
        delete_photo(photo=row, in_use=photo_code in used_codes(g.tenant))
    except PhotoInUseError:
        return _photos_page(_("A page still shows this photo. Take it off the page first.")), 409
    notify(_("The photo is deleted."))
    return redirect(url_for(".photos"))


def _photos_page(fault: str = "") -> str:
    return render_template("media/photos.html", photos=all_photos(), used=used_codes(g.tenant), fault=fault)
