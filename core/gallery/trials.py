"""Opening a community from a template: a guest's is a trial; with a confirmed address it stays."""

from collections.abc import Sequence

from core.accounts.models import Account
from core.config import Settings
from core.gallery.catalog import TemplateInfo
from core.gallery.operations import apply_template, share_everything
from core.people.operations import add_person
from core.tenants.info import TenantInfo
from core.tenants.models import Tenant
from core.tenants.operations import check_trial_limit, create_tenant, trial_slug


def open_community(
    *,
    template: TemplateInfo,
    slug: str,
    languages: Sequence[str],
    owner: Account,
    trial_hours: int | None = None,
) -> tuple[Tenant, TenantInfo]:
    """A new tenant with the template's content, published and shared, in one transaction.

    `languages`: the first is the owner's own. Raises `SlugError` and `TemplateError`.
    """
    tenant = create_tenant(
        slug=slug,
        name=template.shop_name,
        languages=list(languages),
        scenario=template.name,
        trial_hours=trial_hours,
    )
    add_person(
        role="owner",
        name=owner.name,
        email=owner.address,
        language=owner.language,
        account_id=owner.id,
    )
    info = apply_template(tenant, template, languages)
    share_everything(info)
    return tenant, info


def start_trial(
    *, template: TemplateInfo, languages: Sequence[str], owner: Account, settings: Settings
) -> TenantInfo:
    """Open a community that ends by itself unless it is claimed; with a confirmed address it stays.

    Raises `TrialLimitError` where the installation has as many live trials as it allows.
    """
    is_trial = owner.email is None
    if is_trial:
        check_trial_limit(settings)
    _, info = open_community(
        template=template,
        slug=trial_slug(template.name),
        languages=languages,
        owner=owner,
        trial_hours=settings.trial_hours if is_trial else None,
    )
    return info
