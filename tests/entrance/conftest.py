"""The same small installation as the gallery's tests, and the mails it writes."""

import re

import pytest
from sqlalchemy import select

from core.database import db
from core.jobs.runner import run_due_jobs
from core.mail.models import MailMessage
from tests.gallery.conftest import plugin_packages, settings, templates_folder
from tests.gallery.scene import make_account, open_trial

__all__ = ["plugin_packages", "settings", "templates_folder"]
PASSWORD = "a walk in the lane"


@pytest.fixture
def guest(app):
    return open_trial(app)


@pytest.fixture
def post(app):
    """Read the mails to an address: after the jobs have run, ``(subject, path of the link)`` of each."""

    def read(address):
        run_due_jobs(app)
        with app.app_context():
            mails = db.session.scalars(
                select(MailMessage).where(MailMessage.recipient == address).order_by(MailMessage.id)
            ).all()
            return [
                (mail.subject, re.search(r"http://[^/]+(/[^?\s]*)", mail.text)[1], mail.state)
                for mail in mails
            ]

    return read


@pytest.fixture
def known(app):
    """Somebody who has an account: their address."""
    make_account(app, "known@example.com", PASSWORD)
    return "known@example.com"
