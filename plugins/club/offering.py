"""What the club offers to the rest of the house: menu, share targets, what waits, today at the counter."""

from collections.abc import Iterator
from uuid import UUID

from flask import render_template
from markupsafe import Markup

from hutong import (
    MenuEntry,
    ShareTarget,
    TenantInfo,
    WaitingItem,
    console_url,
    gettext as _,
    interface_language,
    ngettext,
    permitted,
    public_url,
)
from hutong.money import format_money
from plugins.club.days import start_of, today
from plugins.club.models import Plan
from plugins.club.offer_faces import offer_menu, offer_targets
from plugins.club.plan_queries import plans, unpaid_count, why_plan_closed
from plugins.club.queries import programme
from plugins.club.serving import day_at_counter


def menu_entries(tenant: TenantInfo, language: str) -> Iterator[MenuEntry]:
    """The club, once it is set up, and its offers."""
    run = programme()
    if run is not None:
        yield MenuEntry(tenant.text(run.name, language), public_url(tenant, "club.index"), "card", order=60)
        yield from offer_menu(tenant, language)


def waiting_items(tenant: TenantInfo) -> Iterator[WaitingItem]:
    """Memberships whose money has not come."""
    unpaid = unpaid_count() if permitted("club.sell") else 0
    if unpaid:
        yield WaitingItem(
            label=_("Memberships to be paid"),
            detail=ngettext("%(num)s order", "%(num)s orders", unpaid),
            url=console_url(tenant, "club_console.plan_list"),
            icon="crown",
        )


def today_card(tenant: TenantInfo) -> Markup | None:
    """Today at the counter, once the club is set up."""
    run = programme()
    if run is None:
        return None
    day = day_at_counter(start_of(today()))
    takings = format_money(day.takings, run.currency)
    card = render_template("club/console/_today.html", tenant=tenant, run=run, day=day, takings=takings)
    return Markup(card)  # noqa: S704 - our own template, autoescaped


def share_targets(tenant: TenantInfo, object_id: UUID | None = None) -> Iterator[ShareTarget]:
    """The club's page, the offers, and the memberships for sale."""
    for plan in plans():
        if object_id in (None, plan.id):
            yield _plan_target(tenant, plan)
    yield from offer_targets(tenant, object_id)
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


def _plan_target(tenant: TenantInfo, plan: Plan) -> ShareTarget:
    language = interface_language()
    states = {"": "open", "draft": "draft", "paused": "paused", "early": "paused"}
    return ShareTarget(
        plugin="club",
        kind="plan",
        id=plan.id,
        title=tenant.text(plan.name, language),
        url=public_url(tenant, "club.plan", plan_code=plan.code),
        key=plan.starter_key or plan.code,
        state=states.get(why_plan_closed(plan), "closed"),  # type: ignore[arg-type]
        summary=tenant.text(plan.benefits, language).replace("\n", " · "),
        icon="crown",
        poster=("", _("Scan and become a member"), _("Pay at the counter")),
    )
