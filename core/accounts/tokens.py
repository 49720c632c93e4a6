"""Mailed and printed links that grant one thing once."""

from datetime import timedelta
from typing import Literal

from sqlalchemy import select, update

from core.accounts.models import Account, AccountToken
from core.codes import hash_token, new_token
from core.database import db, now

Purpose = Literal["confirm", "reset", "operator"]
LIFE: dict[Purpose, timedelta] = {
    "confirm": timedelta(days=7),
    "reset": timedelta(hours=1),
    "operator": timedelta(hours=12),
}


def issue_token(account: Account, purpose: Purpose, life: timedelta | None = None) -> str:
    """A new token of `account` for one purpose; it lives as long as that purpose asks, or for `life`."""
    token = new_token()
    db.session.add(
        AccountToken(
            token_hash=hash_token(token),
            account_id=account.id,
            purpose=purpose,
            expires_at=now() + (life or LIFE[purpose]),
        )
    )
    db.session.flush()
    return token


def account_of_token(token: str, purpose: Purpose) -> Account | None:
    """Whose token it is, while it is good; it stays good."""
    return db.session.scalar(
        select(Account)
        .join(AccountToken, AccountToken.account_id == Account.id)
        .where(
            AccountToken.token_hash == hash_token(token),
            AccountToken.purpose == purpose,
            AccountToken.used_at.is_(None),
            AccountToken.expires_at > now(),
        )
    )


def use_token(token: str, purpose: Purpose) -> Account | None:
    """Use a token up; of two that try, one gets the account and the other None."""
    account_id = db.session.scalar(
        update(AccountToken)
        .where(
            AccountToken.token_hash == hash_token(token),
            AccountToken.purpose == purpose,
            AccountToken.used_at.is_(None),
            AccountToken.expires_at > now(),
        )
        .values(used_at=now())
        .returning(AccountToken.account_id)
    )
    return db.session.get(Account, account_id) if account_id is not None else None


def withdraw_tokens(account: Account, purpose: Purpose) -> None:
    """Older links of this purpose no longer work."""
    db.session.execute(
        update(AccountToken)
        .where(AccountToken.account_id == account.id, AccountToken.purpose == purpose)
        .where(AccountToken.used_at.is_(None))
        .values(used_at=now())
    )
