"""The draft as visitors would see it, drawn by the console in a frame that may only show it."""

import uuid
from typing import Any

from flask import abort, g, request, url_for

from hutong import interface_language, policy
from hutong.pages import allow_frame
from plugins.site.console.blueprint import EDIT, blueprint, existing_page
from plugins.site.drawing import Surroundings, draw_page
from plugins.site.models import SitePage
from plugins.site.queries import PublicPage, published_pages, version


@blueprint.get("/pages/<uuid:page_id>/preview")
@policy("staff", permission=EDIT)
def preview(page_id: uuid.UUID) -> str:
    """The draft."""
    page = existing_page(page_id)
    return _drawn(page, page.draft)


@blueprint.get("/pages/<uuid:page_id>/versions/<int:number>/preview")
@policy("staff", permission=EDIT)
def preview_of_version(page_id: uuid.UUID, number: int) -> str:
    """An earlier version."""
    page = existing_page(page_id)
    earlier = version(page.id, number)
    if earlier is None:
        abort(404)
    return _drawn(page, earlier.content)


def _drawn(page: SitePage, content: dict[str, Any]) -> str:
    allow_frame()
    title = content.get("title", {})
    shown = PublicPage(page.id, page.key, page.slug, page.is_home, page.in_menu, title, content)
    others = [other for other in published_pages() if other.id != page.id]
    home = next((other for other in [shown, *others] if other.is_home), shown)
    around = Surroundings(
        page_url=lambda other: url_for(".preview", page_id=other.id),
        home_url=url_for(".preview", page_id=home.id),
        layout={"preview": True, "noindex": True},
    )
    return draw_page(g.tenant, shown, [*others, shown], _language(), around)


def _language() -> str:
    """The language asked for, else the one of whoever works here, if the site speaks it."""
    asked = request.args.get("lang") or interface_language()
    languages: tuple[str, ...] = g.tenant.languages
    return asked if asked in languages else languages[0]
