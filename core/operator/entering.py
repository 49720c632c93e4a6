"""The operator's way in: one account, and a link that works once."""

from flask import Flask
from sqlalchemy import select

from core.accounts.models import Account
from core.accounts.tokens import issue_token, withdraw_tokens
from core.database import db, now, writing
from core.urls import platform_url


def operator_account() -> Account:
    """The first operator's account, made where there is none; it has no password until one is set."""
    account = db.session.scalar(select(Account).where(Account.is_operator).order_by(Account.id))
    if account is None:
        account = Account(name="Operator", is_operator=True, confirmed_at=now())
        db.session.add(account)
        db.session.flush()
    return account


def issue_operator_link(app: Flask) -> str:
    """An address that signs its holder in as the operator, once; earlier ones that nobody used end."""
    with app.app_context(), writing():
        account = operator_account()
        withdraw_tokens(account, "operator")
        link = platform_url("operator.enter", token=issue_token(account, "operator"))
        db.session.commit()
    return link
