"""A tenant's stylesheet, and what a page needs to link it."""

from typing import Any

from flask import Blueprint, Flask, Response, abort, g, redirect
from flask.typing import ResponseReturnValue

from core.policy import policy
from core.tenants.info import TenantInfo
from core.theming.loading import theme_named
from core.theming.models import Colours, ThemeChoice
from core.theming.stylesheets import halves, stylesheet_for, stylesheet_hash
from core.urls import platform_url, public_url

A_YEAR = 365 * 24 * 3600

blueprint = Blueprint("theming", __name__, subdomain="public")
previews = Blueprint("theming_preview", __name__, subdomain="platform", url_prefix="/-/theme")


def init_theming(app: Flask) -> None:
    """Give every page of a tenant `theme_url` and `theme.look`."""
    app.context_processor(_theme_context)


def choice_of(theme: object) -> ThemeChoice:
    """What a tenant stores as its theme; rows older than today's rules give the first theme."""
    try:
        return ThemeChoice.model_validate(theme)
    except ValueError:
        return ThemeChoice()


def _theme_context() -> dict[str, Any]:
    tenant = g.get("tenant")
    return {} if tenant is None else theme_in_force(tenant)


def theme_in_force(tenant: TenantInfo) -> dict[str, Any]:
    """`theme` and `theme_url` of a page of `tenant`, for templates drawn on another surface."""
    choice = choice_of(tenant.theme)
    return {"theme": theme_named(choice.name), "theme_url": _address(tenant, choice)}


def theme_colours(tenant: TenantInfo) -> Colours:
    """The colours of a tenant's theme by day, by their names: for pictures, which no stylesheet reaches."""
    choice = choice_of(tenant.theme)
    return halves(theme_named(choice.name), choice)[0]


def _address(tenant: TenantInfo, choice: ThemeChoice) -> str:
    """On the public side the tenant's own; elsewhere (previews, gallery) the same file of the platform."""
    digest = stylesheet_hash(choice)
    place = g.get("place")
    if place is not None and place.surface == "public":
        return public_url(tenant, "theming.stylesheet", digest=digest, lang=None)
    return platform_url(
        "theming_preview.preview_stylesheet",
        theme=choice.name,
        palette=choice.palette or "-",
        main=(choice.main or "-").removeprefix("#"),
        digest=digest,
    )


@blueprint.get("/theme/<digest>.css")
@policy("anyone", when_closed=True)
def stylesheet(digest: str) -> ResponseReturnValue:
    """The theme in force, kept for a year under its own hash; an old hash leads to the new one."""
    choice = choice_of(g.tenant.theme)
    if digest != stylesheet_hash(choice):
        return redirect(public_url(g.tenant, "theming.stylesheet", digest=stylesheet_hash(choice)))
    return _kept(choice)


@previews.get("/<theme>/<palette>/<main>/<digest>.css")
@policy("anyone")
def preview_stylesheet(theme: str, palette: str, main: str, digest: str) -> Response:  # noqa: ARG001 - the digest only makes the address new
    """A stylesheet by what was chosen: for previews, where there may be no tenant to ask yet."""
    try:
        choice = ThemeChoice(
            name=theme,
            palette=None if palette == "-" else palette,
            main=None if main == "-" else f"#{main}",
        )
    except ValueError:
        abort(404)
    if theme_named(theme).name != theme:
        abort(404)
    return _kept(choice)


def _kept(choice: ThemeChoice) -> Response:
    response = Response(stylesheet_for(choice), mimetype="text/css")
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
