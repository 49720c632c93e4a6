"""The plugin API: everything a plugin may import, under one name.

>>> from hutong import hookimpl, TenantOwned, Base, policy, PublicBlueprint
"""

from core.acts.operations import record_act
from core.blueprints import ConsoleBlueprint, PublicBlueprint
from core.codes import hash_token, new_code, new_token
from core.database import Base, LocalizedText, UtcDateTime, begin_to_write, db, now, type_json, writing
from core.errors import Conflict, error_page
from core.hookspecs import hookimpl
from core.i18n import LANGUAGES, force_locale, gettext, interface_language, lazy_gettext, ngettext
from core.plugin_manager import plugins
from core.plugin_types import (
    Manifest,
    MenuEntry,
    PageBlock,
    ShareTarget,
    Starter,
    StarterError,
    WaitingItem,
)
from core.policy import policy
from core.tenancy import (
    TenantOwned,
    current_tenant_id,
    tenant_foreign_key,
    tenant_relationship,
    tenant_scope,
)
from core.tenants.info import TenantInfo
from core.tenants.operations import touch_tenant
from core.texts import text_in
from core.urls import console_url, platform_url, public_url, static_url

__all__ = [
    "LANGUAGES",
    "Base",
    "Conflict",
    "ConsoleBlueprint",
    "LocalizedText",
    "Manifest",
    "MenuEntry",
    "PageBlock",
    "PublicBlueprint",
    "ShareTarget",
    "Starter",
    "StarterError",
    "TenantInfo",
    "TenantOwned",
    "UtcDateTime",
    "WaitingItem",
    "begin_to_write",
    "console_url",
    "current_tenant_id",
    "db",
    "error_page",
    "force_locale",
    "gettext",
    "hash_token",
    "hookimpl",
    "interface_language",
    "lazy_gettext",
    "new_code",
    "new_token",
    "ngettext",
    "now",
    "platform_url",
    "plugins",
    "policy",
    "public_url",
    "record_act",
    "static_url",
    "tenant_foreign_key",
    "tenant_relationship",
    "tenant_scope",
    "text_in",
    "touch_tenant",
    "type_json",
    "writing",
]
