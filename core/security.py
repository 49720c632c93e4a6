"""What every response carries: what a page may load, who may frame and keep it, and the session's cookie."""

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from core.policy import policy_of_request

_CONTENT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self' blob:; media-src 'self' blob:; manifest-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'"
)


class SessionCookies(SecureCookieSessionInterface):
    """Signed cookies; where the address is https they are ``Secure`` and bound to their host."""

    def get_cookie_name(self, app: Flask) -> str:
        return "__Host-session" if request.is_secure else super().get_cookie_name(app)

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - Flask's signature
        return request.is_secure

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """What everybody may keep neither sets a cookie nor differs by one; nor does an anonymous route."""
        if not response.cache_control.public and not _is_anonymous():
            super().save_session(app, session, response)


def allow_frame() -> None:
    """Let the answer to this request stand in a frame of our own pages: a preview, a mail."""
    g.frameable = True


def init_security(app: Flask) -> None:
    """Attach the headers. A view may loosen framing by setting its own ``Content-Security-Policy``."""
    app.session_interface = SessionCookies()
    app.after_request(_set_headers)


def _set_headers(response: Response) -> Response:
    ancestors = "'self'" if g.get("frameable") else "'none'"
    headers = response.headers
    if _is_anonymous():
        headers.setdefault("Cache-Control", "no-store")
        headers.setdefault("Referrer-Policy", "no-referrer")
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
    if g.get("account") or g.get("person") or response.mimetype == "application/json":
        headers.setdefault("Cache-Control", "no-store")
    if response.mimetype == "text/html":
        headers.setdefault("Cache-Control", "private, no-cache")
        response.vary.update(["Accept-Language", "Cookie"])
    return response


def _is_anonymous() -> bool:
    """Whether nothing about the sender may be kept, by us or by the browser."""
    policy = policy_of_request()
    return policy is not None and policy.anonymous
