"""Covers that are drawn: flat pictures in the colours of the shop's theme, for screens and for paper."""

from flask import render_template
from markupsafe import Markup

from hutong import TenantInfo, lazy_gettext as _l
from hutong.pages import theme_colours, theme_in_force

COVERS = {
    "awning": _l("Shop front"),
    "bowl": _l("Something hot"),
    "gift": _l("Presents"),
    "tag": _l("Price tags"),
    "bunting": _l("Bunting"),
    "blossom": _l("Blossoms"),
}
FIRST = "awning"
WIDTH, HEIGHT = 400, 240
"""Of the part of a drawing that is always seen; its ground and strings go on at both sides."""


def drawn_cover(name: str, tenant: TenantInfo, *, ratio: float = WIDTH / HEIGHT) -> Markup:
    """A drawing as wide as `ratio` times its height, whole; an unknown name gives the first.

    Its colours are the theme's by day; the stylesheets of public pages change them at night.
    """
    width, height = (HEIGHT * ratio, HEIGHT) if ratio > WIDTH / HEIGHT else (WIDTH, WIDTH / ratio)
    paint = theme_colours(tenant)
    drawn = render_template(
        "flyer/_cover.html",
        name=name if name in COVERS else FIRST,
        view=f"{(WIDTH - width) / 2:g} {(HEIGHT - height) * 0.6:g} {width:g} {height:g}",
        paint=paint,
        ground=paint[ground_of(look_of(tenant))],
    )
    return Markup(drawn)


def look_of(tenant: TenantInfo) -> str:
    """The shape of the tenant's pages: cards, bands, rules or plain."""
    look: str = theme_in_force(tenant)["theme"].look
    return look


def ground_of(look: str) -> str:
    """The colour a picture stands on; two looks have a sky as white as the paper."""
    return "wash" if look in ("rules", "plain") else "sky"
