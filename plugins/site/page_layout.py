"""What the layout round a page is told: title, menu, languages, the card for sharing.

Everything is said here, so that nothing is left to the request at hand: the page is kept for others.
"""

from typing import TYPE_CHECKING, Any

from hutong import LANGUAGE_NAMES, MenuEntry, html_language, text_in
from hutong.pages import menu_entries, theme_in_force
from hutong.photos import photo_url
from plugins.site.blocks import Hero

if TYPE_CHECKING:
    from plugins.site.drawing import Drawing


def layout_context(drawing: "Drawing") -> dict[str, Any]:
    """Everything the page's template and its layout read; nothing is left to the request."""
    shop = drawing.tenant.name_in(drawing.language)
    return {
        **theme_in_force(drawing.tenant),
        "tenant": drawing.tenant,
        "locale": drawing.language,
        "html_lang": html_language(drawing.language),
        "content_lang": drawing.language,
        "messages": [],
        "current_person": None,
        "current_account": None,
        "languages": _languages(drawing),
        "public_menu": _menu(drawing),
        "home_url": drawing.around.home_url,
        "og": _og(drawing, shop),
        "page_title": shop if drawing.page.is_home else f"{drawing.text(drawing.content.title)} · {shop}",
        "drawing": drawing,
        **drawing.around.layout,
    }


def _languages(drawing: "Drawing") -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "label": LANGUAGE_NAMES.get(code, code),
            "url": f"?lang={code}",
            "current": code == drawing.language,
        }
        for code in drawing.tenant.languages
    ]


def _menu(drawing: "Drawing") -> list[dict[str, Any]]:
    """Pages first, then what other tools put into the menu."""
    own = [
        MenuEntry(
            text_in(page.title, drawing.language, drawing.tenant.languages),
            drawing.around.home_url if page.is_home else drawing.around.page_url(page),
            icon="home" if page.is_home else "page",
        )
        for page in drawing.published
        if page.in_menu or page.is_home
    ]
    others = menu_entries(drawing.tenant, drawing.language, without="site")
    here = drawing.around.home_url if drawing.page.is_home else drawing.around.page_url(drawing.page)
    return [
        {"label": entry.label, "url": entry.url, "icon": entry.icon, "current": entry.url == here}
        for entry in [*own, *others]
    ]


def _og(drawing: "Drawing", shop: str) -> dict[str, str]:
    title = shop if drawing.page.is_home else f"{drawing.text(drawing.content.title)} · {shop}"
    return {
        "title": title,
        "description": drawing.text(drawing.content.description) or _first_words(drawing),
        "image": _share_image(drawing),
        "url": drawing.around.own_url,
    }


def _first_words(drawing: "Drawing") -> str:
    lead = next((drawing.text(block.lead) for block in drawing.shown if isinstance(block, Hero)), "")
    return lead or next((drawing.text(block.heading) for block in drawing.shown if block.heading), "")


def _share_image(drawing: "Drawing") -> str:
    codes = [drawing.content.image, *(code for block in drawing.shown for code in block.photos)]
    photo = next((drawing.photos[code] for code in codes if code in drawing.photos), None)
    return photo_url(drawing.tenant, photo.code, photo.nearest(960)) if photo else ""
