"""Opening a community for somebody: by the operator, from the command line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from core.accounts.addresses import normal_address
from core.accounts.models import Account
from core.accounts.queries import account_with
from core.accounts.tokens import issue_token
from core.database import db
from core.gallery.catalog import template_named
from core.gallery.operations import share_everything
from core.gallery.trials import open_community
from core.mail.operations import send_mail
from core.sharing.queries import share_address
from core.tenants.info import TenantInfo
from core.urls import console_url, platform_url, public_url

INVITATION_LIFE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Opened:
    """A community that was opened. `owner_url` lets a new owner choose a password; empty for a known one."""

    tenant: TenantInfo
    site_url: str
    console_url: str
    links: Sequence[tuple[str, str, str]]
    owner_url: str


def open_for_owner(*, slug: str, template: str, email: str, languages: Sequence[str]) -> Opened:
    """A community that stays, published and shared, with `email` as its owner, who gets a mail about it.

    Nothing is committed. Raises `SlugError`, `TemplateError` and `AddressError`.
    """
    owner, is_new = _owner_with(normal_address(email), languages[0])
    _, info = open_community(template=template_named(template), slug=slug, languages=languages, owner=owner)
    site_url, its_console = public_url(info, "public.home"), console_url(info, "console.today")
    owner_url = (
        platform_url("accounts.reset", token=issue_token(owner, "reset", INVITATION_LIFE)) if is_new else ""
    )
    send_mail(
        to=owner.address or email,
        template="operator/mail/opened",
        language=owner.language,
        from_platform=True,
        shop=info.name_in(owner.language),
        site_url=site_url,
        url=owner_url or its_console,
        is_new=is_new,
    )
    links = [
        (target.plugin, target.title, share_address(info, link)) for target, link in share_everything(info)
    ]
    return Opened(info, site_url, its_console, links, owner_url)


def _owner_with(email: str, language: str) -> tuple[Account, bool]:
    """The account with this address, or a new one that claims it until its holder opens the mailed link."""
    known = account_with(email)
    if known is not None:
        return known, False
    account = Account(claimed_email=email, language=language)
    db.session.add(account)
    db.session.flush()
    return account, True
