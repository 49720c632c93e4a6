"""Files on their way to a reader: shown where they were drawn or recorded anew, downloaded otherwise."""

import io

from flask import Response, request, send_file

from plugins.complaint.attachments import About, Original

_PLAYED = ("audio/mp4", "video/mp4")
_CONTENT = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)


def file_response(content: bytes, about: About) -> Response:
    """A cleaned file. Photos show in the page; so do recordings, of which players ask for parts by GET.

    After a POST a recording is downloaded: a browser's player would ask for it again, without the form.
    """
    shown = about.type == "image/webp" or (about.type in _PLAYED and request.method == "GET")
    return _sent(content, about.name, about.type, shown=shown)


def original_response(original: Original) -> Response:
    """A file as it came: only ever downloaded, and as nothing that a browser would run."""
    return _sent(original.content, original.name, "application/octet-stream", shown=False)


def _sent(content: bytes, name: str, media_type: str, *, shown: bool) -> Response:
    response = send_file(
        io.BytesIO(content),
        mimetype=media_type,
        as_attachment=not shown,
        download_name=name,
        conditional=True,
        etag=False,
    )
    headers = response.headers
    # A player in a sandbox is a stranger to its own address and gets nothing; it was recorded anew.
    headers["Content-Security-Policy"] = _CONTENT if media_type in _PLAYED else f"{_CONTENT}; sandbox"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cache-Control"] = "no-store"
    return response
