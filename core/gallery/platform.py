"""The landing page with the gallery, and the previews in it."""

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    make_response,
    render_template,
    request,
    send_file,
    url_for,
)

from core.gallery.catalog import TemplateError, TemplateInfo, all_templates
from core.gallery.licences import licence_in
from core.gallery.previews import Files, Previews, Way, theme_of
from core.gallery.saved import shared_named, shared_templates, template_called
from core.i18n import interface_language
from core.media.template_photos import photo_files
from core.policy import policy
from core.security import allow_frame
from core.tenants.queries import default_plan
from core.this_app import this_app

FIRST = 6
"""How many templates of other businesses the landing page shows."""
A_PAGE = 24
MOST_PAGES = 10_000

blueprint = Blueprint("gallery", __name__, subdomain="platform", template_folder="templates")


@blueprint.get("/")
@policy("anyone")
def landing() -> str:
    """What a visitor of the installation sees first."""
    found = [(template, _ways(template)) for template in all_templates()]
    usable = [(template, ways) for template, ways in found if ways is not None]
    return render_template(
        "gallery/landing.html",
        templates=[(template, ways) for template, ways in usable if not template.blank],
        blanks=[template for template, _ in usable if template.blank],
        others=shared_templates(FIRST + 1),
        first=FIRST,
        seats=default_plan().seats,
        trial_hours=current_app.extensions["hutong.settings"].trial_hours,
    )


@blueprint.get("/-/gallery/<template>")
@policy("anyone")
def look(template: str) -> str:
    """One template at full size, and the way to take it."""
    found = template_called_here(template)
    terms = licence_in(found.licence, interface_language())
    return render_template("gallery/look.html", template=found, terms=terms, is_shared=_is_shared(found))


@blueprint.get("/-/gallery/others")
@policy("anyone")
def others() -> str:
    """All that other businesses made and show."""
    page = min(max(1, request.args.get("page", 1, type=int)), MOST_PAGES)
    rows = shared_templates(A_PAGE + 1, (page - 1) * A_PAGE)
    return render_template("gallery/others.html", others=rows[:A_PAGE], page=page, more=len(rows) > A_PAGE)


@blueprint.get("/-/gallery/<template>/preview")
@policy("anyone")
def preview(template: str) -> Response:
    """The template's first page as its customers would see it, for frames of the gallery only."""
    found = template_called_here(template)
    try:
        html = _previews().html(this_app(), found, interface_language(), _files(found))
    except TemplateError:
        abort(404)
    allow_frame()
    response = make_response(html)
    response.headers["Cache-Control"] = "private, max-age=300"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/-/gallery/<template>/theme.css")
@policy("anyone")
def theme(template: str) -> Response:
    """The stylesheet of a template's theme."""
    response = Response(theme_of(template_called_here(template)), mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@blueprint.get("/-/gallery/<template>/photos/<photo_code>.webp")
@policy("anyone")
def photo(template: str, photo_code: str) -> Response:
    """A photo of a template, for its preview."""
    file = photo_files(template_called_here(template).folder).get(photo_code)
    if file is None:
        abort(404)
    response = send_file(file)
    response.headers["Cache-Control"] = "private, max-age=86400"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@blueprint.get("/robots.txt")
@policy("anyone")
def robots() -> Response:
    """Consoles and the platform's own doors are nobody's business; trials say noindex themselves."""
    return Response(
        "User-agent: *\nDisallow: /console/\nDisallow: /-/\nAllow: /-/static/\n", mimetype="text/plain"
    )


def template_called_here(name: str) -> TemplateInfo:
    """The template of an address, 404 where whoever asks has none of that name."""
    try:
        return template_called(name, g.account)
    except TemplateError:
        abort(404)


def _is_shared(template: TemplateInfo) -> bool:
    """Whether somebody else made it and shows it here, so that it can be reported."""
    return shared_named(template.name) is not None


def _ways(template: TemplateInfo) -> list[Way] | None:
    """What the card names; None for a template that does not work: the gallery leaves it out."""
    try:
        return list(_previews().ways(this_app(), template, interface_language(), _files(template)))
    except TemplateError:
        return None


def _files(template: TemplateInfo) -> Files:
    def photo_at(code: str) -> str:
        return url_for("gallery.photo", template=template.name, photo_code=code)

    return Files(url_for("gallery.theme", template=template.name, v=template.build()), photo_at)


def _previews() -> Previews:
    kept: Previews = current_app.extensions.setdefault("hutong.previews", Previews())
    return kept
