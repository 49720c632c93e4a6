"""A tenant's stylesheet, and what a page needs to link it."""

from typing import Any

from flask import Blueprint, Flask, Response, g, redirect
from flask.typing import ResponseReturnValue

from core.policy import policy
from core.theming.loading import theme_named
from core.theming.models import ThemeChoice
from core.theming.stylesheets import stylesheet_for, stylesheet_hash
from core.urls import public_url

A_YEAR = 365 * 24 * 3600

blueprint = Blueprint("theming", __name__, subdomain="public")


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
    if tenant is None:
        return {}
    choice = choice_of(tenant.theme)
    return {
        "theme": theme_named(choice.name),
        "theme_url": public_url(tenant, "theming.stylesheet", digest=stylesheet_hash(choice), lang=None),
    }


@blueprint.get("/theme/<digest>.css")
@policy("anyone")
def stylesheet(digest: str) -> ResponseReturnValue:
    """The theme in force, kept for a year under its own hash; an old hash leads to the new one."""
    choice = choice_of(g.tenant.theme)
    if digest != stylesheet_hash(choice):
        return redirect(public_url(g.tenant, "theming.stylesheet", digest=stylesheet_hash(choice)))
    response = Response(stylesheet_for(choice), mimetype="text/css")
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
