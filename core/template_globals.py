"""Names that every template may use."""

from typing import Any

from flask import Flask, g, request, url_for

from core.accounts.sessions import current_account
from core.i18n import LANGUAGE_NAMES, html_language, interface_language
from core.kept import changes_at, made_until
from core.moments import day, day_and_time, day_of_year_and_time
from core.money import format_money
from core.notices import pending_notices
from core.offers import menu_entries
from core.tenants.info import TenantInfo
from core.texts import text_in
from core.urls import carry_language, console_url, main_address, platform_url, public_url, static_url


def init_templates(app: Flask) -> None:
    """Install globals and the context of each page."""
    app.jinja_options = {**app.jinja_options, "trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.globals.update(
        static_url=static_url,
        public_url=public_url,
        console_url=console_url,
        platform_url=platform_url,
        text_in=text_in,
        day_and_time=day_and_time,
        money=format_money,
    )
    app.jinja_env.filters.update(dateformat=day, datetimeformat=day_of_year_and_time)
    app.context_processor(_page_context)
    app.url_defaults(carry_language)


def _page_context() -> dict[str, Any]:
    language = interface_language()
    tenant = g.get("tenant")
    return {
        "locale": language,
        "html_lang": html_language(language),
        "tenant": tenant,
        "current_account": None if _is_public_page() else current_account(),
        "current_person": g.get("person"),
        "languages": _language_links(language),
        "main_address": main_address(),
        "messages": pending_notices(),
        **_public_context(),
    }


def _public_context() -> dict[str, Any]:
    """What surrounds a public page: menu, home, the way to report a trial."""
    place, tenant = g.get("place"), g.get("tenant")
    if place is None or place.surface != "public" or tenant is None:
        return {}
    if tenant.is_closed:
        return {"lane_url": platform_url("gallery.landing")}
    if "public_context" not in g:
        g.public_context = made_until(lambda: _made_public_context(tenant))
    context: dict[str, Any]
    context, until = g.public_context
    changes_at(until)
    return context


def _made_public_context(tenant: TenantInfo) -> dict[str, Any]:
    return {
        "public_menu": [
            {"label": entry.label, "url": entry.url, "icon": entry.icon, "current": request.url == entry.url}
            for entry in menu_entries(tenant, interface_language())
        ],
        "home_url": public_url(tenant, "public.home"),
        "lane_url": platform_url("gallery.landing"),
        "report_url": platform_url("abuse.report", slug=tenant.slug),
    }


def _is_public_page() -> bool:
    """Public pages are kept for everybody, so nothing of one reader's address (``via``) may stand in them."""
    return g.get("tenant") is not None and bool(g.place.surface == "public")


def _language_links(language: str) -> list[dict[str, Any]]:
    """The same page in each language on offer, for the switch."""
    tenant = g.get("tenant")
    offered = tenant.languages if tenant is not None and _is_public_page() else LANGUAGE_NAMES
    if request.endpoint is None:
        return []
    query = {} if _is_public_page() else {key: value for key, value in request.args.items() if key != "lang"}
    values = {**(request.view_args or {}), **query}
    return [
        {
            "code": code,
            "label": LANGUAGE_NAMES.get(code, code),
            "url": url_for(request.endpoint, **{**values, "lang": code}),
            "current": code == language,
        }
        for code in offered
    ]
