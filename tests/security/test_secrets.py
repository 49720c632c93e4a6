"""What must stay secret stands in no log, no job and no row but its own; what is logged stays one line."""

import logging
import re

import pytest
from flask import Blueprint, request

from core.accounts.models import Account
from core.database import db, now, writing
from core.jobs.runner import run_due_jobs
from core.mail.models import MailMessage
from core.policy import policy
from core.testing.contracts.rows import all_rows
from tests.security.filling import answer_forms

PASSWORDS = ("first secret of the lane", "second secret of the lane", "third secret of the lane")
BREAKS = "\r\nroot INFO all is well\x1b[31m\x1b]0;x\x07\u2028"


@pytest.fixture
def broken_route(app):
    """A route that fails with everything it was sent in its hands."""
    broken = Blueprint("broken", __name__, subdomain="platform")

    @broken.post("/-/broken/<name>")
    @policy("anyone")
    def fail(name):
        sent = request.form.to_dict()
        db.session.add(Account(email=sent["email"], name=name))
        db.session.add(Account(email=sent["email"], password_hash=sent["password"]))
        db.session.flush()

    app.register_blueprint(broken)
    app.config["PROPAGATE_EXCEPTIONS"] = False


def story(app, tenant):
    """Somebody forgets a password, chooses others, fails, joins and answers; gives the secrets."""
    client, email = app.test_client(), "ann@street.example"
    with app.app_context(), writing():
        db.session.add(Account(email=email, confirmed_at=now()))
        db.session.commit()
    client.post("/-/sign-in", data={"email": email, "password": PASSWORDS[0]})
    client.post("/-/forgot", data={"email": email})
    run_due_jobs(app)
    with app.app_context():
        mail = db.session.query(MailMessage).filter_by(recipient=email).one()
        token = re.search(r"/-/reset/([\w-]+)", mail.text)[1]
    client.post(f"/-/reset/{token}", data={"password": PASSWORDS[1]})
    client.post("/-/account/password", data={"current": PASSWORDS[1], "password": PASSWORDS[2]})
    client.post(f"/-/broken/{token}", data={"email": email, "password": PASSWORDS[2]})
    invitation = tenant.owner.post(tenant.console("/people/invite"), data={"role": "staff"}).text
    invited = re.search(r"/-/invite/corner/([\w-]+)", invitation)[1]
    session = client.get_cookie("hutong_session").value
    return [*PASSWORDS, token, invited, session]


def test_secrets_are_written_down_nowhere(app, tenant, broken_route, caplog, capfd):
    caplog.set_level(logging.DEBUG)

    secrets = story(app, tenant)

    logged = caplog.text + "".join(capfd.readouterr())
    rows = {name: "\n".join(found) for name, found in all_rows(app).items() if name != "mail_message"}
    assert [secret for secret in secrets if secret in logged] == []
    assert [(name, secret) for name, text in rows.items() for secret in secrets if secret in text] == []
    assert "POST broken.fail failed" in caplog.messages
    assert "IntegrityError" in logged


def test_answers_are_in_no_log(app, tenant, street, caplog, capfd):
    caplog.set_level(logging.DEBUG)

    pages = answer_forms(street.tenant, app.test_client(), lambda _place: "what only the shop may read")

    assert len(pages) > 1
    assert "what only the shop may read" not in caplog.text + "".join(capfd.readouterr())
    assert "what only the shop may read" in repr(all_rows(app))


def test_a_log_line_stays_one_line(app, tenant, broken_route, caplog):
    caplog.set_level(logging.INFO)
    client = app.test_client()

    for path in (f"/-/broken/{BREAKS}", f"/corner/site/{BREAKS}", f"/{BREAKS}/", f"/corner/s/{BREAKS}"):
        data = {"email": f"x{BREAKS}@street.example", "password": BREAKS, "name": BREAKS}
        client.post(path, data=data, headers={"User-Agent": "x\x1b[31m", "Accept-Language": "\x1b[31m"})

    lines = [record.getMessage() for record in caplog.records]
    assert "POST broken.fail failed" in lines
    assert [line for line in lines if re.search(r"[\x00-\x1f\x7f\u2028]", line)] == []
