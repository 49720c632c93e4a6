"""Pages as other parts of the house see them: entries of the menu and targets of share links."""

import uuid
from collections.abc import Iterator

from hutong import MenuEntry, ShareTarget, TenantInfo, interface_language, public_url, text_in
from plugins.site.models import SitePage
from plugins.site.queries import menu_titles, pages


def menu_entries(tenant: TenantInfo, language: str) -> list[MenuEntry]:
    """The home page and the published pages that are in the menu, in order."""
    return [
        MenuEntry(
            text_in(title, language, tenant.languages),
            _address(tenant, page),
            icon="home" if page.is_home else "page",
            order=10,
        )
        for page, title in menu_titles()
    ]


def share_targets(tenant: TenantInfo, object_id: uuid.UUID | None) -> Iterator[ShareTarget]:
    """Every page that is not in the bin, or only the one asked for."""
    language = interface_language()
    for page in pages():
        if object_id in (None, page.id):
            yield ShareTarget(
                plugin="site",
                kind="page",
                id=page.id,
                title=text_in(page.draft.get("title", {}), language, tenant.languages),
                url=_address(tenant, page),
                state="draft" if page.published is None else "open",
                icon="home" if page.is_home else "page",
                key=page.key,
                poster=(tenant.name_in(language) if page.is_home else "", "", ""),
            )


def _address(tenant: TenantInfo, page: SitePage) -> str:
    if page.is_home:
        return public_url(tenant, "public.home")
    return public_url(tenant, "site.page", slug=page.slug)
