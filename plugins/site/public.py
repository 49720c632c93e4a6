"""The pages on the public side."""

from urllib.parse import urlsplit

from flask import Response, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from hutong import (
    PublicBlueprint,
    TenantInfo,
    count_visit,
    interface_language,
    policy,
    public_url,
)
from hutong.pages import kept_page
from plugins.site.drawing import Surroundings, draw_page
from plugins.site.queries import PublicPage, PublishedPlace, place_led_to, published_pages, published_place

blueprint = PublicBlueprint("site", __name__)


@blueprint.get("/<slug>")
@policy("anyone")
def page(slug: str) -> ResponseReturnValue:
    """A published page. The home page lives at the site's own address; former slugs lead to current ones."""
    place = published_place(slug)
    if place is None:
        place = place_led_to(slug) or abort(404)
        return _lead_to(place, code=308)
    if place.is_home:
        return _lead_to(place, code=302)
    return serve_page(g.tenant, place)


def _lead_to(place: PublishedPlace, *, code: int) -> ResponseReturnValue:
    """On to where a page stands; what the link carried (``via``, ``lang``) goes along."""
    home = place.is_home
    address = url_for("public.home", lang=None) if home else url_for(".page", slug=place.slug, lang=None)
    query = f"?{request.query_string.decode('latin1')}" if request.query_string else ""
    return redirect(f"{address}{query}", code=code)


def show_home(tenant: TenantInfo) -> ResponseReturnValue | None:
    """The home page, or None while nothing is published. Also called where the tenant is only tried out."""
    place = published_place(None)
    if place is None:
        return None
    if _is_visited(tenant):
        return serve_page(tenant, place)
    language = interface_language()
    return draw(tenant, place, language if language in tenant.languages else tenant.languages[0])


def serve_page(tenant: TenantInfo, place: PublishedPlace) -> Response:
    """The page from what is kept, with an ETag; nothing personal is in it."""
    count_visit(plugin="site", object_kind="page", object_id=place.id)
    return kept_page("site", place.id, draw=lambda: draw(tenant, place, interface_language()))


def draw(tenant: TenantInfo, place: PublishedPlace, language: str) -> str:
    """The page, drawn now."""
    published = published_pages()
    page = next(page for page in published if page.id == place.id)
    return draw_page(tenant, page, published, language, surroundings(tenant, page))


def surroundings(tenant: TenantInfo, page: PublicPage) -> Surroundings:
    """Addresses on the public side: without a host where the reader is on that host already."""
    own = (
        public_url(tenant, "public.home", lang=None)
        if page.is_home
        else public_url(tenant, "site.page", slug=page.slug, lang=None)
    )
    return Surroundings(
        page_url=lambda other: _short(_page_url(tenant, other)),
        home_url=_short(public_url(tenant, "public.home")),
        own_url=own,
    )


def _page_url(tenant: TenantInfo, page: PublicPage) -> str:
    return public_url(tenant, "site.page", slug=page.slug)


def _short(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(scheme="", netloc="").geturl() if parts.netloc == request.host else url


def _is_visited(tenant: TenantInfo) -> bool:
    """Whether this request came to the tenant itself, and not to a gallery that shows it."""
    return g.get("tenant") is not None and g.tenant.id == tenant.id and g.place.surface == "public"
