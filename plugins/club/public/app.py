"""The card on a phone's first screen: the web-app manifest and its icons, in the tenant's colours."""

from flask import Response, abort, g, jsonify, url_for
from flask.typing import ResponseReturnValue

from hutong import interface_language, policy
from hutong.pages import theme_colours
from plugins.club.app_icon import SIZES, icon_digest, icon_png
from plugins.club.public.blueprint import blueprint
from plugins.club.queries import programme

A_YEAR = 365 * 24 * 3600


@blueprint.get("/manifest.webmanifest")
@policy("anyone")
def manifest() -> ResponseReturnValue:
    """W3C Web App Manifest; nothing personal is in it."""
    run = programme() or abort(404)
    colours = theme_colours(g.tenant)
    card, home = url_for("club.index", lang=None), url_for("public.home", lang=None)
    shop = g.tenant.name_in(interface_language())
    answer = jsonify(
        id=card,
        start_url=card,
        scope=home,
        display="standalone",
        lang=interface_language(),
        name=f"{shop} · {g.tenant.text(run.name, interface_language())}",
        short_name=shop,
        background_color=colours["bg"],
        theme_color=colours["sky"],
        icons=[_icon(kind, icon_digest(colours)) for kind in SIZES],
    )
    answer.mimetype = "application/manifest+json"
    answer.headers["Cache-Control"] = "private, no-cache"  # its words are in the reader's language
    return answer


@blueprint.get("/icon/<digest>/<icon_kind>.png")
@policy("anyone")
def icon(digest: str, icon_kind: str) -> Response:  # noqa: ARG001 - the digest only makes the address new
    """One icon, kept for a year under the name of its colours."""
    if icon_kind not in SIZES:
        abort(404)
    answer = Response(icon_png(icon_kind, theme_colours(g.tenant)), mimetype="image/png")
    answer.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return answer


def icon_address(kind: str) -> str:
    """Where the icon of a kind lies, in the colours of today."""
    return url_for("club.icon", digest=icon_digest(theme_colours(g.tenant)), icon_kind=kind, lang=None)


def _icon(kind: str, digest: str) -> dict[str, str]:
    side, is_maskable = SIZES[kind]
    return {
        "src": url_for("club.icon", digest=digest, icon_kind=kind, lang=None),
        "sizes": f"{side}x{side}",
        "type": "image/png",
        "purpose": "maskable" if is_maskable else "any",
    }
