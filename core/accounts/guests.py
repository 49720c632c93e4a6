"""Accounts of guests: a browser that tries before anybody has said who they are."""

from core.accounts.models import Account
from core.database import db


def create_guest(*, language: str) -> Account:
    """A new account without an address; it lives in one browser until its trial is claimed."""
    guest = Account(language=language)
    db.session.add(guest)
    db.session.flush()
    return guest
