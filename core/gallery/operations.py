"""Making a template real."""

import logging
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from core.database import db
from core.gallery.bundles import is_unpacked
from core.gallery.catalog import Ancestor, TemplateError, TemplateInfo
from core.gallery.models import TemplateUse, code_and_version
from core.gallery.placeholders import filled
from core.media.photos import PhotoError
from core.media.template_photos import bring_photos, rehearse_photos
from core.offers import things_to_share
from core.plugin_manager import plugins
from core.plugin_types import ShareTarget, Starter
from core.sharing.models import ShareLink
from core.sharing.operations import create_link
from core.sharing.queries import links_of
from core.tenants.info import TenantInfo
from core.tenants.models import Tenant
from core.tenants.operations import info_of, touch_tenant

log = logging.getLogger("hutong.gallery")

APPLIED = "templates"
"""Key of a tenant's settings: names of the templates that were applied to it."""


ORIGIN = "origin"
"""Key of a tenant's settings: the template it began with, and all that this one descends from."""


ANCESTORS = "ancestors"
"""Key of a tenant's settings: the templates that were added to it since, each as its origin is kept."""


def origin_of(template: TemplateInfo) -> dict[str, Any]:
    """The template as an ancestor of what is made from it, with its own ancestors."""
    own = Ancestor(name=template.name, title=template.title, author=template.author, licence=template.licence)
    return own.model_dump() | {"lineage": [one.model_dump() for one in template.lineage]}


def apply_template(
    tenant: Tenant, template: TemplateInfo, languages: Sequence[str], *, is_rehearsal: bool = False
) -> TenantInfo:
    """Give `tenant` the tools, look and content of `template`; the session is bound to it.

    Applying it again gives the same: name, look and profile are set the first time only, and plugins leave
    alone what they recognise by its key. Raises `TemplateError` for content that a plugin refuses.
    """
    enable_tools(tenant, template)
    if template.name not in tenant.settings.get(APPLIED, []):
        introduce(tenant, template, languages)
    bring_art(template, is_rehearsal=is_rehearsal)
    info = info_of(tenant)
    for plugin in template.plugins:
        starter = starter_for(template, plugin, tenant.name, languages)
        if starter is not None:
            hand_over(info, plugin, starter)
    if not is_rehearsal:
        record_use(template.name, tenant.id)
    touch_tenant(tenant_id=tenant.id)
    return info_of(tenant)


def record_use(name: str, tenant_id: uuid.UUID) -> None:
    """Count a community for a template that a business made; once for each version."""
    found = code_and_version(name)
    if found is None:
        return
    code, version = found
    uses = select(TemplateUse.id).where(
        TemplateUse.code == code, TemplateUse.version == version, TemplateUse.tenant_id == tenant_id
    )
    if db.session.scalar(uses) is None:
        db.session.add(TemplateUse(code=code, version=version, tenant_id=tenant_id))


def starter_for(
    template: TemplateInfo, plugin: str, name: Mapping[str, str], languages: Sequence[str]
) -> Starter | None:
    """A plugin's part of the template, filled for a business called `name`. Raises `TemplateError`."""
    content = template.content_of(plugin)
    if content is None:
        return None
    return Starter(template.name, filled(content, name, languages), template.folder, tuple(languages))


def bring_art(template: TemplateInfo, *, is_rehearsal: bool = False) -> None:
    """The template's photos become the tenant's. Raises `TemplateError` for one that is none."""
    try:
        if is_rehearsal:
            rehearse_photos(template.folder)
        else:
            bring_photos(template.folder, are_ours=is_unpacked(template.folder))
    except (PhotoError, OSError) as error:
        msg = f"{template.name}/art: a photo cannot be used: {error}"
        raise TemplateError(msg) from error


def share_everything(info: TenantInfo) -> list[tuple[ShareTarget, ShareLink]]:
    """What of the tenant can be shared, each with its first share link, which is made where none is."""
    targets = things_to_share(info)
    return [
        (target, next(iter(links_of(target.id)), None) or _first_link(target))
        for target in targets
        if target.state == "open"
    ]


def _first_link(target: ShareTarget) -> ShareLink:
    return create_link(plugin=target.plugin, object_kind=target.kind, object_id=target.id)


def enable_tools(tenant: Tenant, template: TemplateInfo) -> None:
    """Switch on the template's tools; those that are on already stay."""
    added = [plugin for plugin in template.plugins if plugin not in tenant.plugins]
    if added:
        tenant.plugins = [*tenant.plugins, *added]


def introduce(tenant: Tenant, template: TemplateInfo, languages: Sequence[str]) -> None:
    """Give the tenant the template's name, look and profile."""
    tenant.name = {language: template.shop_name[language] for language in languages}
    tagline = filled(template.tagline, tenant.name, languages)
    tenant.theme = template.theme.model_dump(exclude_none=True)
    tenant.scenario = template.name
    tenant.time_zone = template.profile.time_zone
    tenant.settings = {
        **tenant.settings,
        "tagline": {language: tagline[language] for language in languages},
        ORIGIN: origin_of(template),
        APPLIED: [*tenant.settings.get(APPLIED, []), template.name],
    }


def hand_over(info: TenantInfo, plugin: str, starter: Starter) -> None:
    """Give one tool its content. Raises `TemplateError` with file and place where it refuses."""
    try:
        plugins().write(info, plugin, "starter_apply", starter=starter)
        db.session.flush()
    except (ValueError, TypeError, LookupError) as error:
        has_place = str(error).startswith(f"{starter.template}/")
        msg = str(error) if has_place else f"{starter.template}/content/{plugin}.yaml: {error}"
        raise TemplateError(msg) from error
    except Exception as error:
        log.exception("plugin %s failed with the content of template %s", plugin, starter.template)
        said = f"{type(error).__name__}: {next(iter(str(error).splitlines()), '')}"
        msg = f"{starter.template}/content/{plugin}.yaml: the tool failed: {said}"
        raise TemplateError(msg) from error
