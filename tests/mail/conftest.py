"""A mail template, and a mail server that keeps what it hears."""

import socketserver
import threading

import pytest
from jinja2 import ChoiceLoader, DictLoader

from core.database import db
from core.mail.operations import send_mail

WELCOME = """{% extends "layouts/mail.html" %}
{% block subject %}{{ _("Its answers are full of links.") }}: {{ shop }}{% endblock %}
{% block preheader %}only for the list{% endblock %}
{% block lead %}<p>Come in & <b>look</b>.</p>{% endblock %}
{% block action %}<tr><td class="act">
<a href="https://h.example/?a=1&amp;b=2">Enter</a></td></tr>{% endblock %}
{% block tail %}Bye <a href="https://h.example/x">https://h.example/x</a>{% endblock %}"""


@pytest.fixture
def app(app):
    app.jinja_env.loader = ChoiceLoader([DictLoader({"welcome.html": WELCOME}), app.jinja_env.loader])
    return app


@pytest.fixture
def write(app, tenant):
    """Send the welcome mail as a tenant and commit."""

    def send(to="ann@example.org", **options):
        with tenant.scope():
            sent = send_mail(
                **{"to": to, "template": "welcome", "language": "en", "shop": "Corner"} | options
            )
            db.session.commit()
            return sent

    return send


class Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            self.answer(line)
            if line == "quit":
                return

    def answer(self, line):
        if line.upper() == "DATA":
            self.say("354 go on")
            lines = iter(self.rfile.readline, b".\r\n")
            self.server.heard.append(b"".join(lines))
        refused = line.lower().startswith("rcpt") and "nobody@" in line
        self.say("550 no such reader" if refused else "250 fine")

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def mail_server():
    """A server whose `heard` holds the raw messages and whose `url` is for ``smtp_url``."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.daemon_threads = True
        server.heard = []
        server.url = f"smtp://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
