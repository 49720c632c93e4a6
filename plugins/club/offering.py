"""What the club offers to the rest of the house: menu, share targets."""

from collections.abc import Iterator
from uuid import UUID

from hutong import MenuEntry, ShareTarget, TenantInfo, gettext as _, interface_language, public_url
from plugins.club.queries import programme


def menu_entries(tenant: TenantInfo, language: str) -> Iterator[MenuEntry]:
    """The club, once it is set up."""
    run = programme()
    if run is not None:
        yield MenuEntry(tenant.text(run.name, language), public_url(tenant, "club.index"), "card", order=60)


def share_targets(tenant: TenantInfo, object_id: UUID | None = None) -> Iterator[ShareTarget]:
    """The club's page."""
    run = programme()
    if run is not None and object_id in (None, run.id):
        yield ShareTarget(
            plugin="club",
            kind="programme",
            id=run.id,
            title=tenant.text(run.name, interface_language()),
            url=public_url(tenant, "club.index"),
            key="club",
            state="open" if run.state == "open" else "paused",
            summary=tenant.text(run.welcome, interface_language()),
            icon="card",
            poster=("", _("Scan and get your card"), _("No app, no password")),
        )
