"""Addresses across surfaces. `url_for` stays inside its own; these three lead to the others.

They serve mails and jobs too: outside a request they build on the installation's configured address.
"""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import current_app, g, has_request_context, request
from werkzeug.routing import MapAdapter

from core.i18n import asked_language
from core.surfaces import Surface, bind_surface

if TYPE_CHECKING:
    from core.tenants.info import TenantInfo


def platform_url(endpoint: str, **values: Any) -> str:
    """Absolute address of a platform route."""
    _carry_language("platform", values)
    return _adapter("platform", "").build(endpoint, values, force_external=True)


def console_url(tenant: "TenantInfo", endpoint: str, **values: Any) -> str:
    """Absolute address of a console route of `tenant`."""
    return _adapter("console", f"/console/{tenant.slug}").build(endpoint, values, force_external=True)


def public_url(tenant: "TenantInfo", endpoint: str, **values: Any) -> str:
    """Absolute address of a route on `tenant`'s public side, on its own host where it has one.

    On a public page that was asked for in a language its links ask for it too; ``lang=None`` leaves that out.
    """
    adapter = _adapter("public", f"/{tenant.slug}", host=tenant.host)
    _carry_language("public", values)
    return adapter.build(endpoint, values, force_external=True)


def carry_language(endpoint: str, values: dict[str, Any]) -> None:  # noqa: ARG001 - Flask's signature
    """`url_for` on public and platform pages carries the language that was asked for."""
    if "place" in g:
        _carry_language(g.place.surface, values)


def _carry_language(surface: Surface, values: dict[str, Any]) -> None:
    place = g.get("place") if has_request_context() else None
    if surface == "console" or place is None or place.surface != surface:
        return
    language = asked_language()
    if language:
        values.setdefault("lang", language)


def main_address() -> tuple[str, str]:
    """Scheme and host (with port) of the main host, as links should carry them.

    The configured address wins. Without one, the host of the request in hand is taken, so that a phone in
    the local network gets links it can reach; the resolver has let in only names of this machine.
    """
    settings = current_app.extensions["hutong.settings"]
    if not settings.url and has_request_context():
        place = request.environ.get("hutong.place")
        if place is None or not place.host:
            return request.scheme, request.host
    scheme, _, host = settings.base_url.partition("://")
    return scheme, host


def _adapter(surface: Surface, script_name: str, host: str = "") -> MapAdapter:
    scheme, main_host = main_address()
    return bind_surface(
        current_app.url_map,
        surface,
        host=host or main_host,
        scheme=scheme,
        script_name="" if host else script_name,
    )


def static_url(path: str) -> str:
    """Address of a static file: ``css/console.css`` of the core, ``survey/builder.js`` of a plugin.

    It carries a hash of the content and may be kept for ever; it is the same for every tenant.
    """
    return f"/-/static/{_digest(_static_file(path), current_app.debug)}/{path}"


def _static_file(path: str) -> Path:
    found: Path | None = current_app.extensions["hutong.static"].find(path)
    if found is None:
        msg = f"no static file {path!r}; run `make setup`"
        raise FileNotFoundError(msg)
    return found


@lru_cache(maxsize=512)
def _digest_kept(path: Path) -> str:
    """Of a script with its neighbours: it may import them by relative addresses, which carry its own hash."""
    files = sorted(path.parent.glob("*.js")) if path.suffix == ".js" else [path]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:10]


def _digest(path: Path, fresh: bool) -> str:
    return _digest_kept.__wrapped__(path) if fresh else _digest_kept(path)
