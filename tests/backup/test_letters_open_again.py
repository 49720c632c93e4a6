"""Sealed letters after a backup came back: another database, and an application with another secret."""

import secrets

import pytest
from sqlalchemy import select

from core import Settings, create_app
from core.backup.reading import restore_backup
from core.backup.writing import write_backup
from core.database import db, writing
from core.schema import upgrade_schema
from core.tenancy import bind_tenant
from core.tenants.operations import create_tenant
from core.tenants.queries import tenant_by_slug
from core.testing.databases import databases_of
from hutong import tenant_in_scope
from plugins.complaint.keyholding import unlock_handler
from plugins.complaint.letters import open_letter
from plugins.complaint.lookup import look_up
from plugins.complaint.models import Case, CaseKey, Handler
from plugins.complaint.sealing import CaseKeys, KeyPair
from plugins.complaint.testing import BOX_PASSWORD, make_box, make_case, set_up
from plugins.complaint.throttle import Throttle

pytestmark = pytest.mark.both_databases


@pytest.fixture
def new_app(tmp_path, database_kind):
    """``new_app("name")``: an application with a home, a secret and an empty database of its own."""
    made = []

    def make(name):
        home = tmp_path / name
        home.mkdir()
        url = databases_of(database_kind).create(home)
        secret = secrets.token_hex(32)
        settings = Settings(home=home, database_url=url, testing=True, jobs="manual", secret_key=secret)
        made.append((create_app(settings, ["plugins"]), url))
        return made[-1][0]

    yield make
    for app, url in made:
        with app.app_context():
            db.engine.dispose()
        databases_of(database_kind).drop(url)


def test_codes_passwords_and_the_sheet_open_letters_that_came_back(new_app, tmp_path):
    app = new_app("first")
    upgrade_schema(app)
    with app.app_context(), writing():
        tenant = create_tenant(slug="corner", name={"en": "Corner"}, languages=["en"])
        bind_tenant(db.session(), tenant.id)
        _handler, recovery = set_up()
        _written, code = make_case(tenant_in_scope(), make_box(), "CANARY a hole")
        db.session.commit()
    file = write_backup(app, tmp_path / "letters.tar.gz")

    other = new_app("second")
    restore_backup(other, file)
    with other.app_context():
        found = tenant_by_slug("corner")
        bind_tenant(db.session(), found.id)
        by_code = look_up(" ".join(code), tenant_id=found.id, throttle=Throttle())
        assert open_letter(by_code.case, by_code.talk_key).text == "CANARY a hole"
        bind_tenant(db.session(), found.id)
        case, handler = (db.session.scalars(select(model)).one() for model in (Case, Handler))
        pair = unlock_handler(handler, BOX_PASSWORD)
        for sealed, keys in (
            (db.session.scalars(select(CaseKey.sealed)).one(), pair),
            (case.recovery_key, KeyPair.of(recovery.secret)),
        ):
            assert open_letter(case, CaseKeys.unsealed(sealed, keys).talk).text == "CANARY a hole"
