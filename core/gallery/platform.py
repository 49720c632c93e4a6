"""The landing page with the gallery, and the previews in it."""

from typing import cast

from flask import Blueprint, Flask, Response, abort, current_app, g, make_response, render_template, url_for

from core.gallery.catalog import TemplateError, TemplateInfo, all_templates, template_named
from core.gallery.previews import Previews, theme_of
from core.i18n import interface_language
from core.plugin_manager import plugins
from core.policy import policy
from core.tenants.queries import default_plan

blueprint = Blueprint("gallery", __name__, subdomain="platform", template_folder="templates")


@blueprint.get("/")
@policy("anyone")
def landing() -> str:
    """What a visitor of the installation sees first."""
    return render_template(
        "gallery/landing.html",
        templates=all_templates(),
        manifests=plugins().manifests,
        seats=default_plan().seats,
        trial_hours=current_app.extensions["hutong.settings"].trial_hours,
    )


@blueprint.get("/-/gallery/<template>")
@policy("anyone")
def look(template: str) -> str:
    """One template at full size, and the way to take it."""
    return render_template("gallery/look.html", template=_found(template))


@blueprint.get("/-/gallery/<template>/preview")
@policy("anyone")
def preview(template: str) -> Response:
    """The template's first page as its customers would see it, for frames of the gallery only."""
    found = _found(template)
    stylesheet = url_for("gallery.theme", template=found.name, v=found.build())
    app = cast("Flask", current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
    html = _previews().html(app, found, interface_language(), stylesheet)
    g.frameable = True
    response = make_response(html)
    response.headers["Cache-Control"] = "private, max-age=300"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/-/gallery/<template>/theme.css")
@policy("anyone")
def theme(template: str) -> Response:
    """The stylesheet of a template's theme."""
    response = Response(theme_of(_found(template)), mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@blueprint.get("/robots.txt")
@policy("anyone")
def robots() -> Response:
    """Consoles and the platform's own doors are nobody's business; trials say noindex themselves."""
    return Response(
        "User-agent: *\nDisallow: /console/\nDisallow: /-/\nAllow: /-/static/\n", mimetype="text/plain"
    )


def _found(name: str) -> TemplateInfo:
    try:
        return template_named(name)
    except TemplateError:
        abort(404)


def _previews() -> Previews:
    kept: Previews = current_app.extensions.setdefault("hutong.previews", Previews())
    return kept
