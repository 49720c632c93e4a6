"""Writes about accounts."""

from core.accounts.models import Account
from core.accounts.passwords import hash_password, is_outdated, is_password
from core.accounts.queries import (
    CLAIMS_TRIED,
    account_with,
    accounts_claiming,
    is_address_confirmed_by_another,
)
from core.accounts.sessions import sign_out_everywhere
from core.accounts.tokens import withdraw_tokens
from core.database import now


def accounts_for_password(email: str, password: str) -> list[Account]:
    """The accounts that this address and password open: the confirmed one first, then newer claims.

    It takes the same time whoever has the address: always as many passwords are checked.
    """
    holder = account_with(email)
    candidates: list[Account | None] = [holder, *accounts_claiming(email)]
    candidates += [None] * (1 + CLAIMS_TRIED - len(candidates))
    opened = []
    for candidate in candidates:
        if is_password(password, candidate.password_hash if candidate is not None else "") and candidate:
            opened.append(candidate)
            if is_outdated(candidate.password_hash):
                candidate.password_hash = hash_password(password)
    return opened


def claim_address(*, account: Account, email: str, password: str | None = None) -> None:
    """`account` says that `email` is its address. Nothing here depends on who else has it."""
    account.claimed_email = email
    if password is not None:
        account.password_hash = hash_password(password)
    withdraw_tokens(account, "confirm")


def confirm_address(*, account: Account) -> bool:
    """The claimed address becomes the account's own; False where another account has it."""
    if is_address_confirmed_by_another(account):
        return False
    if account.claimed_email is not None:
        account.email, account.claimed_email = account.claimed_email, None
    account.confirmed_at = now()
    return True


def set_password(*, account: Account, password: str) -> None:
    """A new password; every browser but this one is signed out, and mailed links end."""
    account.password_hash = hash_password(password)
    withdraw_tokens(account, "reset")
    sign_out_everywhere(account, but_this=True)
