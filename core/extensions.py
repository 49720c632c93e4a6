"""Flask extensions, unbound; ``create_app`` binds them."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from core.database import db

csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address)
"""Limits sign-in and sign-up by address; public forms never (one shop's Wi-Fi is a hundred people)."""
login = LoginManager()

__all__ = ["csrf", "db", "limiter", "login"]
