"""Who is signed in on this browser: a Flask-Login session whose id is the token of a revocable row."""

from datetime import timedelta
from typing import cast

from flask import g, has_request_context, session
from flask_login import UserMixin, current_user, login_user, logout_user
from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from core.accounts.models import Account, AccountSession
from core.codes import hash_token, new_token
from core.database import db, now
from core.extensions import login

SESSION_LIFE = timedelta(days=90)


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login carries: the account, and the token its session row was found by."""

    def __init__(self, account: Account, token: str) -> None:
        self.account = account
        self.token = token

    def get_id(self) -> str:
        return self.token


@login.user_loader  # type: ignore[untyped-decorator]
def _load(token: str) -> SignedIn | None:
    row = db.session.scalar(
        select(AccountSession)
        .where(AccountSession.token_hash == hash_token(token), AccountSession.expires_at > now())
        .options(joinedload(AccountSession.account))
    )
    return SignedIn(row.account, token) if row else None


def current_account() -> Account | None:
    """The account of this request, or None."""
    if not has_request_context():
        return None
    return cast("SignedIn", current_user).account if current_user.is_authenticated else None


def sign_in(account: Account) -> None:
    """Begin a new session for `account`; its id is new, so nobody can have fixed it beforehand."""
    sign_out()
    token = new_token()
    db.session.add(
        AccountSession(token_hash=hash_token(token), account_id=account.id, expires_at=now() + SESSION_LIFE)
    )
    db.session.flush()
    session.permanent = True  # the browser may be closed: a guest's trial hangs on this cookie
    login_user(SignedIn(account, token), remember=False)
    g.account = account


def sign_out() -> None:
    """End this browser's session, in the database too."""
    if current_user.is_authenticated:
        token = cast("SignedIn", current_user).token
        db.session.execute(delete(AccountSession).where(AccountSession.token_hash == hash_token(token)))
    logout_user()
    g.account = None


def sign_out_everywhere(account: Account, *, but_this: bool = False) -> None:
    """End every session of `account`; with `but_this`, all others."""
    statement = delete(AccountSession).where(AccountSession.account_id == account.id)
    if but_this and current_user.is_authenticated:
        token = cast("SignedIn", current_user).token
        statement = statement.where(AccountSession.token_hash != hash_token(token))
    db.session.execute(statement)
