"""Every door of the house: each rule of the URL map, with arguments under which it really opens."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from core.accounts.models import Account
from core.accounts.tokens import issue_token
from core.codes import hash_token, new_token
from core.database import Base, db, now, writing
from core.mail.models import MailMessage
from core.mail.operations import send_mail
from core.notifications.tokens import choice_token
from core.people.invitations import invite
from core.people.models import PersonSession
from core.people.operations import add_person
from core.people.returning import personal_link_token
from core.people.sessions import SESSION_LIFE
from core.policy import ROLES, Policy
from core.tenancy import all_tenants_unsafe
from core.tenants.models import AbuseReport, Plan
from core.testing.application import TenantUnderTest
from core.testing.samples import sample_arguments

PREFIX = {"platform": "", "console": "/console/{}", "public": "/{}"}
METHODS = ("GET", "POST")
NO_OBJECTS = frozenset({"template", "theme", "palette", "main", "digest", "path", "name", "icon_kind"})
"""Arguments that name nothing of a tenant."""


@dataclass(frozen=True)
class Door:
    """One rule."""

    rule: Rule
    policy: Policy
    owner: str
    """The plugin it belongs to, or ``core``."""

    @property
    def surface(self) -> str:
        return str(self.rule.subdomain)

    @property
    def endpoint(self) -> str:
        return str(self.rule.endpoint)

    @property
    def is_personal(self) -> bool:
        """Whether it opens to one person only."""
        return self.policy.audience == "holder"

    @property
    def methods(self) -> list[str]:
        return [method for method in METHODS if method in (self.rule.methods or ())]

    def path(self, app: Flask, slug: str, samples: Mapping[str, Mapping[str, Any]]) -> str:
        """Its address at the tenant `slug`; what no sample is given for is ``x``."""
        given = {**samples[self.owner], **samples.get(self.endpoint, {})}
        values = {name: given.get(name, "x") for name in self.rule.arguments}
        adapter = app.url_map.bind("localhost", subdomain=self.surface)
        return PREFIX[self.surface].format(slug) + adapter.build(self.endpoint, values)

    def named(self, samples: Mapping[str, Mapping[str, Any]]) -> list[str]:
        """Its arguments that name an object of a tenant."""
        given = {**samples[self.owner], **samples.get(self.endpoint, {})}
        named = self.rule.arguments - NO_OBJECTS
        return [name for name in named if name in given and not isinstance(given[name], int)]


def doors(app: Flask, *surfaces: str) -> list[Door]:
    """All of them, or those on these surfaces."""
    plugins = app.extensions["hutong.plugins"].manifests
    found = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.subdomain, rule.rule)):
        owner = rule.endpoint.partition(".")[0].removesuffix("_console")
        policy = app.view_functions[rule.endpoint].policy  # type: ignore[attr-defined]
        if not surfaces or rule.subdomain in surfaces:
            found.append(Door(rule, policy, owner if owner in plugins else "core"))
    return found


def opening_arguments(app: Flask, tenant: TenantUnderTest) -> dict[str, dict[str, Any]]:
    """Arguments by plugin and, where they differ, by endpoint: objects that exist, tokens that are good."""
    with tenant.scope():
        samples = sample_arguments(app)
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


def invented(samples: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Arguments of the same shape that never existed."""
    return {
        owner: {name: _invented(value) for name, value in given.items()} for owner, given in samples.items()
    }


def _invented(value: Any) -> Any:
    match value:
        case uuid.UUID():
            return uuid.uuid4()
        case str():
            return "z" * len(value)
        case _:
            return value


def all_rows(app: Flask) -> dict[str, list[str]]:
    """Every row of every table, by table: for a comparison before and after."""
    with app.app_context(), all_tenants_unsafe("compare everything before and after"):
        return {
            table.name: sorted(repr(row) for row in db.session.execute(select(table)))
            for table in Base.metadata.sorted_tables
        }


def changed_tables(before: dict[str, list[str]], after: dict[str, list[str]]) -> list[str]:
    return [name for name, rows in before.items() if rows != after[name]]


def roles_of(tenant: TenantUnderTest) -> Iterator[tuple[str, Any]]:
    """Everybody who works in or belongs to `tenant`, weakest first."""
    for role in ROLES:
        yield role, tenant.as_role(role)
