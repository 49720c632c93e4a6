"""The plugin API: everything a plugin may import lies in this package.

Here is what every tool uses: its hooks, tables, routes, texts and addresses, acts and share links, mails and
jobs. What some tools use stands by subject beside it: `hutong.fields` (asking), `hutong.people`,
`hutong.money`, `hutong.photos`, `hutong.pages`, `hutong.exports`, `hutong.secrets`, `hutong.streams`, and
`hutong.testing` for tests. plugins/README.md says what is promised.

>>> from hutong import hookimpl, TenantOwned, Base, policy, PublicBlueprint
"""

from typing import TYPE_CHECKING

from core.acts.models import (
    Stage as Stage,
)
from core.acts.operations import (
    record_act as record_act,
    record_act_once as record_act_once,
    take_back_act as take_back_act,
)
from core.acts.queries import (
    funnel_total as funnel_total,
    funnels_by_link as funnels_by_link,
)
from core.blueprints import (
    ConsoleBlueprint as ConsoleBlueprint,
    PublicBlueprint as PublicBlueprint,
)
from core.codes import (
    hash_token as hash_token,
    new_code as new_code,
    new_token as new_token,
)
from core.conflicts import (
    conflict_page as conflict_page,
    digest_of as digest_of,
    form_conflict_page as form_conflict_page,
)
from core.database import (
    HARMLESS as HARMLESS,
    NOT_MOVED as NOT_MOVED,
    OF_PERSON as OF_PERSON,
    PERSONAL as PERSONAL,
    Base as Base,
    LocalizedText as LocalizedText,
    changed_rows as changed_rows,
    db as db,
    insert_with_conflicts as insert_with_conflicts,
    now as now,
    take_turns as take_turns,
    writing as writing,
)
from core.hookspecs import (
    hookimpl as hookimpl,
)
from core.i18n import (
    LANGUAGE_NAMES as LANGUAGE_NAMES,
    asked_language as asked_language,
    babel_locale as babel_locale,
    force_locale as force_locale,
    gettext as gettext,
    html_language as html_language,
    interface_language as interface_language,
    language_name as language_name,
    lazy_gettext as lazy_gettext,
    ngettext as ngettext,
    speaking as speaking,
)
from core.jobs.operations import (
    enqueue as enqueue,
)
from core.jobs.registry import (
    daily as daily,
)
from core.local_times import (
    LocalDateTimeField as LocalDateTimeField,
    SkippedTimeError as SkippedTimeError,
    local_time as local_time,
    moment_of as moment_of,
)
from core.mail.operations import (
    send_mail as send_mail,
    sender_address as sender_address,
    withdraw_mails as withdraw_mails,
)
from core.mail.rendering import (
    text_of as text_of,
)
from core.moments import (
    day as day,
    day_and_time as day_and_time,
)
from core.notices import (
    notify as notify,
)
from core.people.withholding import (
    require_permission as require_permission,
)
from core.permissions import (
    can_open as can_open,
    permitted as permitted,
)
from core.plugin_types import (
    ActInfo as ActInfo,
    Manifest as Manifest,
    MenuEntry as MenuEntry,
    PageBlock as PageBlock,
    ShareTarget as ShareTarget,
    Starter as Starter,
    StarterError as StarterError,
    WaitingItem as WaitingItem,
)
from core.policy import (
    policy as policy,
)
from core.sharing.models import (
    ShareLink as ShareLink,
)
from core.sharing.operations import (
    create_link as create_link,
    first_link as first_link,
    personal_link_of as personal_link_of,
)
from core.sharing.queries import (
    asked_via as asked_via,
    link_by_id as link_by_id,
    link_in_use as link_in_use,
    link_shared_by as link_shared_by,
    links_of as links_of,
    share_address as share_address,
)
from core.sharing.visits import (
    count_visit as count_visit,
)
from core.starter_files import (
    read_starter as read_starter,
    starter_error as starter_error,
)
from core.tenancy import (
    TenantOwned as TenantOwned,
    current_tenant_id as current_tenant_id,
    tenant_foreign_key as tenant_foreign_key,
    tenant_scope as tenant_scope,
)
from core.tenants.info import (
    TenantInfo as TenantInfo,
)
from core.tenants.operations import (
    touch_tenant as touch_tenant,
)
from core.tenants.queries import (
    tenant_in_scope as tenant_in_scope,
)
from core.tenants.working import (
    in_tenant as in_tenant,
)
from core.text_forms import (
    AskedText as AskedText,
    AskedTexts as AskedTexts,
    TextsForm as TextsForm,
    label_in as label_in,
    texts_data as texts_data,
    texts_form as texts_form,
)
from core.texts import (
    text_in as text_in,
)
from core.urls import (
    console_url as console_url,
    platform_url as platform_url,
    public_url as public_url,
    static_url as static_url,
)
from core.whole_number import (
    WholeNumber as WholeNumber,
)

if not TYPE_CHECKING:  # a type checker is to see the names that stay
    from hutong._leaving import leaving as __getattr__  # noqa: F401
