"""Mails about accounts, and the end of trials. Who has an address is looked up here, not in the request."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from core.accounts.models import Account
from core.accounts.queries import account_with, accounts_claiming
from core.accounts.tokens import issue_token
from core.database import db
from core.entrance.endings import delete_ended_trials, forget_idle_guests
from core.entrance.queries import communities_of
from core.i18n import interface_language
from core.jobs.registry import Job, every
from core.mail.operations import send_mail
from core.urls import platform_url


def mail_confirmation(payload: Mapping[str, Any]) -> None:
    """A link to the address an account claims: to confirm it, or to take the community over."""
    account = db.session.get(Account, UUID(payload["account"]))
    if account is None or account.claimed_email is None:
        return
    holder = account_with(account.claimed_email)
    shops = [one.tenant.name_in(interface_language()) for one in communities_of(account)]
    url = platform_url("accounts.confirm", token=issue_token(account, "confirm"), lang=interface_language())
    template = "accounts/mail/confirm" if holder in (None, account) else "accounts/mail/take_over"
    send_mail(to=account.claimed_email, template=template, from_platform=True, url=url, shops=shops)


def mail_reset(payload: Mapping[str, Any]) -> None:
    """A link to set a new password; who has no account here is told so, at the address itself."""
    email = payload["email"]
    account = account_with(email) or next(iter(accounts_claiming(email)), None)
    if account is None:
        url = platform_url("gallery.landing", lang=interface_language())
        send_mail(to=email, template="accounts/mail/unknown", from_platform=True, url=url, email=email)
        return
    url = platform_url("accounts.reset", token=issue_token(account, "reset"), lang=interface_language())
    send_mail(to=email, template="accounts/mail/reset", from_platform=True, url=url)


@every(timedelta(days=1))
def end_trials(_payload: Mapping[str, Any]) -> None:
    """Delete trials that ended two weeks ago unclaimed, and guests that have nothing."""
    delete_ended_trials()
    forget_idle_guests()


JOBS = {
    "accounts.mail_confirmation": Job(mail_confirmation),
    "accounts.mail_reset": Job(mail_reset),
    "accounts.end_trials": Job(end_trials),
}
