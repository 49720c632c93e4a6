"""Applying a template to a community that lives: what it would change first, then for real, on record."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.database import db, take_turns, writing
from core.gallery.applied import TemplateApplication
from core.gallery.catalog import TemplateInfo
from core.gallery.changes import Changes, changes_between, written_down
from core.gallery.operations import (
    ANCESTORS,
    APPLIED,
    ORIGIN,
    bring_art,
    enable_tools,
    hand_over,
    origin_of,
    record_use,
    share_everything,
    starter_for,
)
from core.gallery.placeholders import filled
from core.gallery.witnessing import witnessed
from core.tenancy import bind_tenant
from core.tenants.info import TenantInfo
from core.tenants.models import Tenant
from core.tenants.operations import info_of, touch_tenant
from core.tenants.queries import tenant_by_id
from core.this_app import this_app

TAGLINE = "tagline"


@dataclass(frozen=True, slots=True)
class Takes:
    """What the owner takes beside the tools and their content."""

    name: bool = False
    tagline: bool = False
    look: bool = False


def would_change(info: TenantInfo, template: TemplateInfo) -> Changes:
    """The list of changes, found by making them in a transaction that is rolled back.

    Raises `TemplateError`.
    """
    app = this_app()
    with app.app_context(), writing():
        try:
            bind_tenant(db.session(), info.id)
            tenant = tenant_by_id(info.id)
            assert tenant is not None
            return _carry_out(tenant, template, Takes(), is_rehearsal=True)
        finally:
            db.session.rollback()


def apply_to_community(
    *, tenant: Tenant, template: TemplateInfo, takes: Takes, by: uuid.UUID | None = None
) -> TemplateApplication | None:
    """Give a community what it lacks of the template; what it has stays. The session is bound to it.

    Nothing is put on record where it lacked nothing. Raises `TemplateError` for content that a tool refuses,
    `SilentToolsError` for a tool of the template that does not say what it has; nothing has changed then once
    it is rolled back.
    """
    take_turns(turns_of(tenant))
    db.session.refresh(tenant)
    before = own_columns(tenant)
    with witnessed(db.session(), template.plugins) as rows:
        changes = _carry_out(tenant, template, takes)
    after = own_columns(tenant)
    if not rows and after == before:
        return None
    record = TemplateApplication(
        template=template.name,
        title=dict(template.title),
        applied_by=by,
        changes={"tools": changes.stored()},
        rows=[[row.table, str(row.id), row.digest] for row in rows],
        before=before,
        after=after,
    )
    db.session.add(record)
    db.session.flush()
    return record


def turns_of(tenant: Tenant) -> str:
    """What those take turns about who apply templates to a tenant or take them back."""
    return f"templates {tenant.id}"


def own_columns(tenant: Tenant) -> dict[str, Any]:
    """What applying may change of the tenant itself."""
    return {
        "plugins": list(tenant.plugins),
        "name": dict(tenant.name),
        "theme": dict(tenant.theme),
        TAGLINE: dict(tenant.settings.get(TAGLINE, {})),
        APPLIED: list(tenant.settings.get(APPLIED, [])),
        ANCESTORS: list(tenant.settings.get(ANCESTORS, [])),
    }


def set_own(tenant: Tenant, columns: Mapping[str, Any]) -> None:
    """Set what `own_columns` gives, or a part of it."""
    for name in ("plugins", "name", "theme"):
        if name in columns:
            setattr(tenant, name, columns[name])
    settings = dict(tenant.settings)
    for name in (TAGLINE, APPLIED, ANCESTORS):
        if columns.get(name):
            settings[name] = columns[name]
        elif name in columns:
            settings.pop(name, None)
    tenant.settings = settings


def _carry_out(
    tenant: Tenant, template: TemplateInfo, takes: Takes, *, is_rehearsal: bool = False
) -> Changes:
    info = info_of(tenant)
    all_tools = replace(info, plugins=info.plugins | frozenset(template.plugins))
    before = written_down(all_tools, template.plugins)
    changes = _of_the_tenant(info, template)
    enable_tools(tenant, template)
    _take(tenant, template, takes, changes)
    bring_art(template, is_rehearsal=is_rehearsal)
    now_on = info_of(tenant)
    for plugin in template.plugins:
        starter = starter_for(template, plugin, tenant.name, tenant.languages)
        if starter is not None:
            hand_over(now_on, plugin, starter)
    if not is_rehearsal:
        share_everything(info_of(tenant))
        record_use(template.name, tenant.id)
    touch_tenant(tenant_id=tenant.id)
    after = written_down(info_of(tenant), template.plugins)
    return replace(changes, tools=changes_between(info, template, before, after))


def _of_the_tenant(info: TenantInfo, template: TemplateInfo) -> Changes:
    """What the tenant is now, and would be."""
    name = {language: template.shop_name[language] for language in info.languages}
    tagline = filled(template.tagline, name, info.languages)
    return Changes(
        tools=[],
        name=(dict(info.name), name),
        tagline=(
            info.settings.get(TAGLINE, {}),
            {language: tagline[language] for language in info.languages},
        ),
        look=(dict(info.theme), template.theme.model_dump(exclude_none=True)),
    )


def _take(tenant: Tenant, template: TemplateInfo, takes: Takes, changes: Changes) -> None:
    taken: dict[str, Any] = {APPLIED: list(dict.fromkeys([*tenant.settings.get(APPLIED, []), template.name]))}
    taken |= {ANCESTORS: _with_ancestor(tenant, template)}
    taken |= {"name": changes.name[1]} if takes.name else {}
    taken |= {TAGLINE: changes.tagline[1]} if takes.tagline else {}
    taken |= {"theme": changes.look[1]} if takes.look else {}
    set_own(tenant, taken)


def _with_ancestor(tenant: Tenant, template: TemplateInfo) -> list[dict[str, Any]]:
    """What the tenant's site descends from beside its origin, with this one, too: authors stay named."""
    known = list(tenant.settings.get(ANCESTORS, []))
    names = {one["name"] for one in (*known, tenant.settings.get(ORIGIN) or {"name": ""})}
    return known if template.name in names else [*known, origin_of(template)]
