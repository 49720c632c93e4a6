"""Headers of every response: what a page may load, who may frame it, who may keep it."""

from flask import Flask, Response, g, request

_CONTENT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self' blob:; media-src 'self' blob:; manifest-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'"
)


def init_security(app: Flask) -> None:
    """Attach the headers. A view may loosen framing by setting its own ``Content-Security-Policy``."""
    app.after_request(_set_headers)


def _set_headers(response: Response) -> Response:
    ancestors = "'self'" if g.get("frameable") else "'none'"
    headers = response.headers
    headers.setdefault("Content-Security-Policy", f"{_CONTENT}; frame-ancestors {ancestors}")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(self), microphone=(self), geolocation=()")
    tenant = g.get("tenant")
    if tenant is not None and tenant.status != "active":
        headers.setdefault("X-Robots-Tag", "noindex")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if response.mimetype == "text/html":
        headers.setdefault(
            "Cache-Control", "no-store" if g.get("account") or g.get("person") else "private, no-cache"
        )
        response.vary.update(["Accept-Language", "Cookie"])
    return response
