"""Files on their way to a reader: shown where they were drawn or recorded anew, downloaded otherwise."""

import io

from flask import Response, send_file

from plugins.complaint.attachments import About, Original

_SHOWN = frozenset(("image/webp", "audio/mp4", "video/mp4"))
_ALONE = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'; sandbox"
)


def file_response(content: bytes, about: About) -> Response:
    """A cleaned file. Photos, recordings and videos show in the page; parts can be asked for (players do)."""
    return _sent(content, about.name, about.type, shown=about.type in _SHOWN)


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
    headers["Content-Security-Policy"] = _ALONE
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cache-Control"] = "no-store"
    return response
