"""Empty pushes to a local push service, and receipts that others can check."""

import base64
import re
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from py_vapid import Vapid02
from sqlalchemy import select, update

from hutong import db
from plugins.complaint import push
from plugins.complaint.models import Case
from plugins.complaint.testing import make_box, make_case, set_up


class PushService(HTTPServer):
    """One that keeps what it is sent and answers as it is told."""

    def __init__(self):
        self.answer, self.got = 201, []
        super().__init__(("127.0.0.1", 0), PushHandler)

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.server_port}"


class PushHandler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.got.append((self.path, dict(self.headers), body))
        self.send_response(self.server.answer)
        if self.server.answer == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()

    def do_GET(self):
        self.server.got.append((self.path, {}, b""))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_parts):
        pass


@pytest.fixture
def service():
    server = PushService()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def told(tenant, service):
    """A case whose writer's browser is told; gives its id and the talk key."""
    with tenant.scope():
        set_up()
        written, _code = make_case(tenant.info(), make_box())
        push.subscribe(written.case, written.talk_key, f"{service.origin}/CANARY-browser", [service.origin])
        db.session.commit()
        return written.case.id, written.talk_key


def announce(tenant, told, service, *, commit=True):
    case_id, key = told
    with tenant.scope():
        case = db.session.scalars(select(Case).where(Case.id == case_id)).one()
        push.announce(case, key, [service.origin])
        db.session.execute(update(Case).values(unread=False))
        assert service.got == []  # not before the commit
        if commit:
            db.session.commit()
        else:
            db.session.rollback()


def wait(condition):
    until = time.monotonic() + 10
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)
    assert condition()


def subscription(tenant):
    with tenant.scope():
        return db.session.scalars(select(Case.push)).one()


@pytest.mark.both_databases
def test_an_answer_sends_an_empty_push_after_the_commit(tenant, told, service):
    assert b"CANARY" not in subscription(tenant)
    announce(tenant, told, service)
    wait(lambda: service.got)
    path, headers, body = service.got[0]
    assert (path, body, headers["Ttl"]) == ("/CANARY-browser", b"", "86400")
    assert Vapid02.verify(headers["Authorization"]) is True


def test_nothing_is_sent_for_what_was_not_committed(tenant, told, service):
    announce(tenant, told, service, commit=False)
    time.sleep(0.3)
    assert service.got == []


@pytest.mark.both_databases
@pytest.mark.parametrize("answer", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(tenant, told, service, answer):
    service.answer = answer
    announce(tenant, told, service)
    wait(lambda: subscription(tenant) is None)


@pytest.mark.parametrize("answer", [302, 500])
def test_other_failures_are_counted_and_nothing_is_followed(tenant, told, service, answer):
    service.answer = answer
    before = push.failures[str(answer)]
    announce(tenant, told, service)
    wait(lambda: push.failures[str(answer)] == before + 1)
    assert [path for path, _headers, _body in service.got] == ["/CANARY-browser"]
    assert subscription(tenant) is not None


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://fcm.googleapis.com@evil.example/x",
        "https://fcm.googleapis.com:22/x",
        "https://127.0.0.1/x",
        "https://push.apple.com.evil.example/",
        "file:///etc/passwd",
        "",
        "https://fcm.googleapis.com/" + "x" * 1000,
        "https://[",
        "https://fcm.googleapis.com\n/x",
        "https://fcm.googleapis.com/a b",
    ],
)
def test_only_known_services_are_told(tenant, writer, endpoint):
    writer.write()
    writer.talk(q_words=" ".join(writer.words))

    answer = writer.client.post(
        f"{writer.base}/push", data={"talk": writer.fields["talk"], "endpoint": endpoint}
    )

    assert answer.status_code == 422
    assert subscription(tenant) is None


def test_an_open_talk_subscribes_and_lets_it_be(tenant, writer):
    writer.write()
    writer.talk(q_words=" ".join(writer.words))
    endpoint = "https://updates.push.services.mozilla.com/wpush/v2/CANARY"
    sent = writer.client.post(
        f"{writer.base}/push", data={"talk": writer.fields["talk"], "endpoint": endpoint}
    )
    nobody = writer.client.post(f"{writer.base}/push", data={"talk": "x", "endpoint": endpoint})
    assert (sent.status_code, nobody.status_code) == (204, 422)
    assert b"CANARY" not in subscription(tenant)
    writer.go_on()
    assert "Tell it no more" in writer.page
    writer.go_on("silent")
    assert subscription(tenant) is None


def test_the_key_of_the_installation_is_the_same_each_time_and_is_on_the_curve(app):
    with app.app_context():
        key = push.public_key()
        assert key == push.public_key()
        point = base64.urlsafe_b64decode(key + "==")
        assert (len(point), point[0]) == (65, 4)


def test_a_receipt_is_checked_here_and_elsewhere(app, tenant, writer, tmp_path):
    writer.write()
    receipt = writer.send(step="receipt").get_data(as_text=True)
    page = writer.client.post(
        f"{writer.base}/receipt?lang=en", data={"receipt": f"  {receipt}\n".replace("\n", "\r\n")}
    )
    assert (page.status_code, "corner shop took a letter on" in page.text) == (200, True)
    for wrong in ("", "hutong-receipt-1", receipt.replace("day: 20", "day: 19"), "x" * 5000):
        assert writer.client.post(f"{writer.base}/receipt", data={"receipt": wrong}).status_code == 422

    key = writer.client.get(f"{writer.base}/key.txt").text
    (tmp_path / "key.txt").write_text(key)
    readme = (Path(push.__file__).parent / "README.md").read_text("utf-8")
    shell = re.search(r"```sh\n(head -n 4.*?)```", readme, re.DOTALL)[1]
    python = re.search(r"```python\n(import base64.*?)```", readme, re.DOTALL)[1]
    for command in (["/bin/sh", "-ec", shell], [sys.executable, "-c", python]):
        for text, is_right in ((receipt, True), (receipt.replace("day: 20", "day: 19"), False)):
            (tmp_path / "receipt.txt").write_text(text)
            checked = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
            assert (checked.returncode == 0) is is_right, checked.stderr


def test_letters_are_taken_and_found_again_where_the_applications_secret_was_lost(app, writer):
    writer.write()
    words = writer.words
    app.config["SECRET_KEY"] = "another"
    assert writer.write("And a second one").status_code == 200
    assert len(writer.words) == 5
    writer.talk(q_words=" ".join(words))
    receipt = writer.go_on("receipt").text
    checked = writer.client.post(f"{writer.base}/receipt?lang=en", data={"receipt": receipt})
    assert checked.status_code == 200


def test_a_community_without_a_box_has_no_key(tenant, visitor):
    assert visitor.get(tenant.public("/complaint/key.txt")).status_code == 404
    assert visitor.get(tenant.public("/complaint/receipt")).status_code == 200


def test_the_worker_says_nothing_about_the_shop(tenant, visitor):
    worker = visitor.get(tenant.public("/complaint/worker.js?lang=zh"))
    assert (worker.mimetype, "corner 小店" in worker.text, "有新消息" in worker.text) == (
        "text/javascript",
        False,
        False,
    )
    assert "\\u6709\\u65b0\\u6d88\\u606f" in worker.text
