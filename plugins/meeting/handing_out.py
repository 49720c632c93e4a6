"""A material on its way to a reader."""

from io import BytesIO

from flask import Response, abort, redirect, send_file

from plugins.meeting.models import Material


def handed_out(material: Material) -> Response:
    """The file as a download, or the way to the link; a browser is never to run what is in it."""
    if material.link:
        return redirect(material.link)  # type: ignore[return-value]
    if material.content is None:
        abort(404)
    response = send_file(
        BytesIO(material.content),
        mimetype=material.media_type,
        as_attachment=True,
        download_name=material.file_name,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
