"""Fixtures: an application on an empty database, two tenants, and clients for everybody who calls."""

import atexit
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import select
from sqlalchemy.exc import IllegalStateChangeError
from sqlalchemy.orm import close_all_sessions

from core import Settings, create_app
from core.accounts.models import Account, AccountSession
from core.accounts.sessions import SESSION_LIFE
from core.codes import hash_token, new_token
from core.database import Base, HookWriteError, begin_to_read, db, now, reading, writing
from core.people.models import Person, PersonSession
from core.policy import Role
from core.tenancy import bind_tenant
from core.tenants.info import TenantInfo
from core.tenants.models import Plan, Tenant
from core.tenants.operations import create_tenant
from core.testing.databases import Databases, databases_of


@pytest.fixture
def plugin_packages() -> list[str]:
    """Packages whose plugins are loaded; override to add a fake one."""
    return ["plugins"]


@pytest.fixture
def database_url(
    databases: Databases, database_kind: str, plugin_packages: list[str], tmp_path: Path
) -> Iterator[str]:
    """URL of a database that has every table and the free plan, and nothing else."""
    url = databases.copy(template_database(database_kind, tuple(plugin_packages)), tmp_path)
    yield url
    databases.drop(url)


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings of a throw-away installation; override to change one."""
    return throw_away_settings(tmp_path / "home", database_url)


@pytest.fixture
def app(settings: Settings, plugin_packages: list[str]) -> Iterator[Flask]:
    """The application with an empty database that has the free plan."""
    with running(settings, plugin_packages) as app:
        yield app


@contextmanager
def running(settings: Settings, plugin_packages: list[str]) -> Iterator[Flask]:
    """An application for tests, and nothing of it left afterwards."""
    begin_to_read()  # whatever the last test's requests did
    app = create_app(settings, plugin_packages)
    app.config["WTF_CSRF_ENABLED"] = False  # clients post without loading the form; browsers switch it on
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(_compiled_templates())
    yield app
    app.extensions["hutong.streams"].stop()
    app.extensions["hutong.streams"].wait(5)
    with app.app_context():
        _close_sessions()
        db.engine.dispose()


def _close_sessions() -> None:
    """Close what is open; a request that a browser began last may still be committing."""
    for _attempt in range(50):
        try:
            close_all_sessions()
        except (IllegalStateChangeError, HookWriteError):
            time.sleep(0.1)
        else:
            return
    close_all_sessions()


@cache
def template_database(database_kind: str, plugin_packages: tuple[str, ...]) -> str:
    """URL of the database that tests of this process get copies of."""
    folder = Path(mkdtemp(prefix="hutong-template-"))
    databases = databases_of(database_kind)
    url = databases.create(folder)
    atexit.register(databases.drop, url)
    atexit.register(rmtree, folder, ignore_errors=True)
    app = create_app(throw_away_settings(folder, url), list(plugin_packages))
    with app.app_context(), writing():
        Base.metadata.create_all(db.engine)
        db.session.add(
            Plan(name="free", title={"zh": "免费", "en": "Free"}, description={}, seats=50, is_default=True)
        )
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return url


@cache
def _compiled_templates() -> str:
    """A folder that keeps compiled templates for the tests of this process."""
    folder = mkdtemp(prefix="hutong-compiled-")
    atexit.register(rmtree, folder, ignore_errors=True)
    return folder


def throw_away_settings(home: Path, database_url: str) -> Settings:
    """Settings of an installation that is gone after the test: nothing in it costs time."""
    return Settings(
        home=home,
        database_url=database_url,
        secret_key="for tests only, never used elsewhere",
        testing=True,
        jobs="manual",
        argon2_time_cost=1,
        argon2_memory_kib=1024,
        proof_of_work_cost=10,
    )


@dataclass
class TenantUnderTest:
    """A tenant with one signed-in client per role, made when first asked for."""

    app: Flask
    id: uuid.UUID
    slug: str
    _clients: dict[str, FlaskClient] = field(default_factory=dict)

    def info(self) -> TenantInfo:
        """A fresh snapshot."""
        with self.app.app_context(), reading():
            tenant = db.session.get(Tenant, self.id)
            assert tenant is not None
            return TenantInfo.of(tenant)

    def scope(self) -> "Scope":
        """``with tenant.scope():`` an application context bound to this tenant that may write."""
        return Scope(self.app, self.id)

    def as_role(self, role: Role) -> FlaskClient:
        """A client of somebody with `role`: signed in on the console and known on the public side."""
        if role not in self._clients:
            self._clients[role] = self._new_client(role)
        return self._clients[role]

    @property
    def owner(self) -> FlaskClient:
        return self.as_role("owner")

    @property
    def staff(self) -> FlaskClient:
        return self.as_role("staff")

    @property
    def member(self) -> FlaskClient:
        return self.as_role("member")

    def withhold(self, role: Role, *permissions: str) -> None:
        """Take permissions from whoever has `role`, and give back all others."""
        self.as_role(role)
        with self.scope():
            for person in db.session.scalars(select(Person).where(Person.role == role)):
                person.withheld = list(permissions)
            db.session.commit()

    def console(self, path: str = "/") -> str:
        """The address of a console page."""
        return f"/console/{self.slug}{path}"

    def public(self, path: str = "/") -> str:
        """The address of a public page."""
        return f"/{self.slug}{path}"

    def _new_client(self, role: Role) -> FlaskClient:
        account_token, person_token = new_token(), new_token()
        with self.scope():
            account = Account(
                email=f"{role}@{self.slug}.example", name=role, language="en", confirmed_at=now()
            )
            db.session.add(account)
            db.session.flush()
            person = Person(account_id=account.id, name=role, email=account.email, role=role)
            db.session.add(person)
            db.session.flush()
            expires = now() + SESSION_LIFE
            db.session.add_all(
                [
                    AccountSession(
                        token_hash=hash_token(account_token), account_id=account.id, expires_at=expires
                    ),
                    PersonSession(
                        token_hash=hash_token(person_token), person_id=person.id, expires_at=expires
                    ),
                ]
            )
            db.session.commit()
        return _signed_in(self.app, account_token, self.slug, person_token)


class Scope:
    """An application context bound to a tenant, in which transactions may write."""

    def __init__(self, app: Flask, tenant_id: uuid.UUID) -> None:
        self._context = app.app_context()
        self._tenant_id = tenant_id
        self._writing = writing()

    def __enter__(self) -> None:
        self._context.push()
        self._writing.__enter__()
        bind_tenant(db.session(), self._tenant_id)

    def __exit__(self, *exception: object) -> None:
        self._writing.__exit__(None, None, None)
        db.session.remove()
        self._context.pop(exception[1] if isinstance(exception[1], BaseException) else None)


def _signed_in(app: Flask, account_token: str, slug: str = "", person_token: str = "") -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = account_token
        session["_fresh"] = True
    if person_token:
        client.set_cookie("hutong_person", person_token, path=f"/{slug}")
    return client


@pytest.fixture
def make_tenant(app: Flask) -> Callable[..., TenantUnderTest]:
    """Make an active tenant: ``make_tenant("corner", plugins=["survey"], languages=["zh", "en"])``."""
    return partial(open_tenant, app)


def open_tenant(
    app: Flask, slug: str, plugins: list[str] | None = None, languages: list[str] | None = None
) -> TenantUnderTest:
    """An active tenant with these plugins, or with all."""
    with app.app_context(), writing():
        tenant = create_tenant(
            slug=slug,
            name={"zh": f"{slug} 小店", "en": f"{slug} shop"},
            languages=languages or ["en", "zh"],
        )
        engine = app.extensions["hutong.plugins"]
        tenant.plugins = engine.names if plugins is None else plugins
        db.session.commit()
        return TenantUnderTest(app, tenant.id, slug)


@pytest.fixture
def tenant(make_tenant: Callable[..., TenantUnderTest]) -> TenantUnderTest:
    """A tenant with every plugin enabled."""
    return make_tenant("corner")


@pytest.fixture
def other_tenant(make_tenant: Callable[..., TenantUnderTest]) -> TenantUnderTest:
    """Another one, whose things the first must never see."""
    return make_tenant("elsewhere")


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """Somebody nobody knows."""
    return app.test_client()


@pytest.fixture
def operator(app: Flask) -> FlaskClient:
    """The operator's client."""
    return operator_client(app)


def operator_client(app: Flask) -> FlaskClient:
    """A client of whoever runs this installation."""
    token = new_token()
    with app.app_context(), writing():
        account = Account(email="operator@hutong.example", name="Operator", language="en", is_operator=True)
        db.session.add(account)
        db.session.flush()
        db.session.add(
            AccountSession(
                token_hash=hash_token(token), account_id=account.id, expires_at=now() + SESSION_LIFE
            )
        )
        db.session.commit()
    return _signed_in(app, token)
