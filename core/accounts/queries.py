"""Reads about accounts."""

from collections.abc import Sequence

from sqlalchemy import select

from core.accounts.models import Account
from core.database import db

CLAIMS_TRIED = 2
"""How many unconfirmed claims of one address may be signed in to: the newest."""


def account_with(email: str) -> Account | None:
    """The account whose confirmed address this is."""
    return db.session.scalar(select(Account).where(Account.email == email))


def accounts_claiming(email: str, limit: int = CLAIMS_TRIED) -> Sequence[Account]:
    """Accounts that claim this address and have not confirmed it, newest first."""
    return db.session.scalars(
        select(Account).where(Account.claimed_email == email).order_by(Account.id.desc()).limit(limit)
    ).all()


def is_address_confirmed_by_another(account: Account) -> bool:
    """Whether the address that `account` claims is another account's already."""
    if account.claimed_email is None:
        return False
    holder = account_with(account.claimed_email)
    return holder is not None and holder.id != account.id
