"""Who may knock at a door, and the arguments under which it really opens."""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.accounts.models import Account
from core.accounts.tokens import issue_token
from core.codes import hash_token, new_token
from core.database import db, now, writing
from core.mail.models import MailMessage
from core.mail.operations import send_mail
from core.notifications.tokens import choice_token
from core.people.invitations import invite
from core.people.models import PersonSession
from core.people.operations import add_person
from core.people.returning import personal_link_token
from core.people.sessions import SESSION_LIFE
from core.policy import ROLES
from core.tenants.models import AbuseReport, Plan
from core.testing.application import TenantUnderTest
from core.testing.samples import sample_arguments


def opening_arguments(app: Flask, tenant: TenantUnderTest, only: str = "") -> dict[str, dict[str, Any]]:
    """Arguments by plugin and, where they differ, by endpoint: objects that exist, tokens that are good."""
    with tenant.scope():
        samples = sample_arguments(app, only)
    with tenant.scope():
        member = add_person(role="member", name="Sample member", email=f"sample@{tenant.slug}.example")
        samples["people.personal_link"] = {"token": personal_link_token(person=member)}
        samples["notifications.choice"] = {"token": choice_token(member)}
        samples["invitations.accept"] = {"slug": tenant.slug, "token": invite(role="staff")[1]}
        send_mail(to="sample@hutong.example", template="people/mail/code", shop="Shop", code="123456")
        report = AbuseReport(tenant_id=tenant.id, reason="spam", text="Sample")
        db.session.add(report)
        db.session.flush()
        mail_id = db.session.scalar(select(MailMessage.id).order_by(MailMessage.id.desc()))
        plan_id = db.session.scalar(select(Plan.id))
        db.session.commit()
        operators = {"tenant_id": tenant.id, "report_id": report.id, "mail_id": mail_id, "plan_id": plan_id}
    core = {
        "slug": tenant.slug,
        "template": "laundry",
        "theme": "breeze",
        "palette": "-",
        "main": "-",
        "digest": "0",
        "path": "css/tokens.css",
        "name": next(iter(app.extensions["hutong.plugins"].manifests), "x"),
    }
    samples["core"] |= core | operators
    return samples | _account_tokens(app, tenant.slug)


def holder_of(app: Flask, tenant: TenantUnderTest, person_id: uuid.UUID) -> FlaskClient:
    """A phone that knows somebody of `tenant`, and nobody else."""
    token, client = new_token(), app.test_client()
    with tenant.scope():
        db.session.add(
            PersonSession(token_hash=hash_token(token), person_id=person_id, expires_at=now() + SESSION_LIFE)
        )
        db.session.commit()
    client.set_cookie("hutong_person", token, path=f"/{tenant.slug}")
    return client


def holders(
    app: Flask, tenant: TenantUnderTest, samples: Mapping[str, Mapping[str, Any]]
) -> dict[str, FlaskClient]:
    """By plugin, the phone of the one whose pages its samples are (``holder_id``)."""
    return {
        owner: holder_of(app, tenant, given["holder_id"])
        for owner, given in samples.items()
        if "holder_id" in given
    }


def _account_tokens(app: Flask, slug: str) -> dict[str, dict[str, Any]]:
    with app.app_context(), writing():
        claimant = Account(claimed_email=f"claimant@{slug}.example", name="Claimant")
        opener = Account(name="Opener", is_operator=True)
        db.session.add_all([claimant, opener])
        db.session.flush()
        tokens = {
            "accounts.confirm": {"token": issue_token(claimant, "confirm")},
            "accounts.reset": {"token": issue_token(claimant, "reset")},
            "operator.enter": {"token": issue_token(opener, "operator")},
        }
        db.session.commit()
    return tokens


def roles_of(tenant: TenantUnderTest) -> Iterator[tuple[str, Any]]:
    """Everybody who works in or belongs to `tenant`, weakest first."""
    for role in ROLES:
        yield role, tenant.as_role(role)
