"""The landing page with the gallery, and the previews in it."""

from typing import cast

from flask import Blueprint, Flask, Response, abort, current_app, make_response, render_template, url_for

from core.gallery.catalog import TemplateError, TemplateInfo, all_templates, template_named
from core.gallery.previews import Previews, Way, theme_of
from core.i18n import interface_language
from core.policy import policy
from core.security import allow_frame
from core.tenants.queries import default_plan

blueprint = Blueprint("gallery", __name__, subdomain="platform", template_folder="templates")


@blueprint.get("/")
@policy("anyone")
def landing() -> str:
    """What a visitor of the installation sees first."""
    return render_template(
        "gallery/landing.html",
        templates=[(template, _ways(template)) for template in all_templates() if not template.blank],
        blanks=[template for template in all_templates() if template.blank],
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
    html = _previews().html(_app(), found, interface_language(), _stylesheet(found))
    allow_frame()
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


def _ways(template: TemplateInfo) -> list[Way]:
    """What the card names; a template that cannot be shown names nothing, and its own page says why."""
    try:
        return list(_previews().ways(_app(), template, interface_language(), _stylesheet(template)))
    except TemplateError:
        return []


def _stylesheet(template: TemplateInfo) -> str:
    return url_for("gallery.theme", template=template.name, v=template.build())


def _app() -> Flask:
    return cast("Flask", current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001


def _previews() -> Previews:
    kept: Previews = current_app.extensions.setdefault("hutong.previews", Previews())
    return kept
