"""Templates and requests for the tests of the gallery and the entrance."""

import re
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import yaml
from flask.testing import FlaskClient

from core.accounts.guests import create_guest
from core.accounts.models import Account, AccountSession
from core.accounts.sessions import SESSION_LIFE
from core.codes import hash_token, new_token
from core.database import db, now, writing
from core.gallery.catalog import template_named
from core.gallery.trials import start_trial

LINES = {"first": {"zh": "从前有一条胡同", "en": "Once there was a lane"}}


def write_template(folder: Path, name="corner-shop", *, lines=LINES, **changes) -> Path:
    """A usable template; `changes` replace keys of template.yaml, None removes one."""
    about = {
        "name": name,
        "title": {"zh": "小店", "en": "Corner shop"},
        "summary": {"zh": "一页就够", "en": "One page will do"},
        "tagline": {"zh": "街角", "en": "Round the corner"},
        "shop_name": {"zh": "街角小店", "en": "Corner Shop"},
        "theme": {"name": "breeze", "palette": "clear"},
        "profile": {"time_zone": "Asia/Shanghai"},
        "plugins": ["tale"],
        **changes,
    }
    path = folder / name
    (path / "content").mkdir(parents=True, exist_ok=True)
    about = {key: value for key, value in about.items() if value is not None}
    (path / "template.yaml").write_text(yaml.safe_dump(about, allow_unicode=True), "utf-8")
    content = {"lines": lines} if lines is not None else {"wrong": 1}
    (path / "content" / "tale.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    return path


def send(client, url, data=None, *, page=None, **options):
    """POST with the CSRF token of `page` (else of the landing page), as a browser would."""
    html = client.get(page or "/", headers={"Accept-Language": "en"}).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    values = {"csrf_token": token[1] if token else "", **(data or {})}
    return client.post(url, data=values, headers={"Accept-Language": "en"}, **options)


@dataclass
class Guest:
    """A browser with a trial of its own."""

    client: FlaskClient
    account: UUID
    tenant: UUID
    slug: str


def signed_in(app, account_id):
    """A browser that is signed in to an account."""
    token, client = new_token(), app.test_client()
    with app.app_context(), writing():
        db.session.add(
            AccountSession(
                token_hash=hash_token(token), account_id=account_id, expires_at=now() + SESSION_LIFE
            )
        )
        db.session.commit()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    return client


def open_trial(app) -> Guest:
    """Try the corner shop."""
    with app.app_context(), writing():
        account = create_guest(language="en")
        info = start_trial(
            template=template_named("corner-shop"),
            languages=["en", "zh"],
            owner=account,
            settings=app.extensions["hutong.settings"],
        )
        db.session.commit()
        found = account.id, info.id, info.slug
    return Guest(signed_in(app, found[0]), *found)


def make_account(app, email, password, **columns) -> UUID:
    """An account with a confirmed address."""
    from core.accounts.passwords import hash_password

    with app.app_context(), writing():
        account = Account(
            email=email, password_hash=hash_password(password), confirmed_at=now(), language="en", **columns
        )
        db.session.add(account)
        db.session.commit()
        return account.id
