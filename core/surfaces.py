"""From host and path to surface and tenant, before Flask routes anything.

Three surfaces share one URL map: ``platform``, ``console`` and ``public``. The surface is the map's
subdomain slot, so the same path may exist on two of them, and no route mentions the tenant::

    /                     platform            (main host)
    /-/…  /healthz        platform
    /console/<slug>/…     console of <slug>   SCRIPT_NAME=/console/<slug>
    /<slug>/…             public side         SCRIPT_NAME=/<slug>
    any other known host  public side of the tenant that owns it
"""

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from werkzeug.routing import Map, MapAdapter

from core.config import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Surface = Literal["platform", "console", "public"]
SURFACES: tuple[Surface, ...] = ("platform", "console", "public")
SHARED_PATHS = ("/-/static/", "/-/challenge")
"""Platform paths that answer on a tenant's own host too: what its pages load."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request goes: `slug` names the tenant by path, `host` by its own host; both empty: none."""

    surface: Surface
    slug: str = ""
    host: str = ""
    prefix: str = ""


class SurfaceResolver:
    """WSGI middleware that puts a `Place` into the environment and shifts SCRIPT_NAME."""

    def __init__(self, application: "WSGIApplication", settings: Settings) -> None:
        self._application = application
        self._main_hosts = main_hosts(settings)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        place = self.place_of(environ.get("HTTP_HOST", ""), environ.get("PATH_INFO", "") or "/")
        environ["hutong.place"] = place
        if place.prefix:
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + place.prefix
            environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix(place.prefix)
        return self._application(environ, start_response)

    def place_of(self, host: str, path: str) -> Place:
        """The place a host and path stand for; total: any input has an answer."""
        name = (
            host.rsplit(":", 1)[0].strip("[]").lower() if host.count(":") == 1 else host.strip("[]").lower()
        )
        if not self._is_main(name):
            return (
                Place("platform", host=name) if path.startswith(SHARED_PATHS) else Place("public", host=name)
            )
        first, _, rest = path.lstrip("/").partition("/")
        if path == "/" or path.startswith("//") or first in ("-", "healthz", "favicon.ico", "robots.txt"):
            return Place("platform")
        if first == "console":
            slug = rest.partition("/")[0]
            return Place("console", slug=slug, prefix=f"/console/{slug}") if slug else Place("platform")
        return Place("public", slug=first, prefix=f"/{first}")

    def _is_main(self, name: str) -> bool:
        return name in self._main_hosts or _is_private_address(name)


def main_hosts(settings: Settings) -> frozenset[str]:
    """Names of the main host: configured ones and this machine's own."""
    configured = settings.base_url.partition("://")[2].partition("/")[0].rsplit(":", 1)[0]
    return frozenset(
        {"localhost", "", configured.lower(), *(name.lower() for name in settings.allowed_hosts)}
    )


def _is_private_address(name: str) -> bool:
    """Whether `name` is an address of the local network: a phone in the same Wi-Fi reaches us by it."""
    try:
        return ipaddress.ip_address(name).is_private
    except ValueError:
        return False


class CrossSurfaceError(RuntimeError):
    """``url_for`` was asked for another surface; use public_url, console_url or platform_url."""


class SurfaceAdapter(MapAdapter):
    """Routes by surface and keeps the real host in the addresses it builds."""

    def get_host(self, domain_part: str | None) -> str:
        if domain_part is not None and domain_part != self.subdomain:
            msg = f"url_for() stays inside its surface ({self.subdomain}), asked for {domain_part}"
            raise CrossSurfaceError(msg)
        return self.server_name


def bind_surface(
    url_map: Map, surface: str, *, host: str, scheme: str, script_name: str, **more: Any
) -> SurfaceAdapter:
    """An adapter of `url_map` for one surface under `script_name`."""
    return SurfaceAdapter(
        url_map,
        server_name=host,
        script_name=script_name.rstrip("/") + "/",
        subdomain=surface,
        url_scheme=scheme,
        path_info=more.get("path_info", "/"),
        default_method=more.get("method", "GET"),
        query_args=more.get("query_args"),
    )
