"""A survey that can be answered, and ways to answer it as a browser without script does."""

import re
from dataclasses import dataclass
from html import unescape

import pytest
from flask import g
from flask.testing import FlaskClient

from hutong import db
from hutong.testing import recent_mails
from plugins.survey.queries import survey_by_code
from plugins.survey.testing import make_survey


@dataclass
class Respondent:
    """Somebody in front of a form; `fields` are the hidden ones of the page shown."""

    client: FlaskClient
    address: str
    query: str = ""

    def open(self):
        """Open the form; gives the answer of the server."""
        return self.read(self.client.get(self.address + self.query))

    def read(self, response):
        """Take the hidden fields of a page."""
        page = response.get_data(as_text=True)
        names = ("form_token", "form_state", "form_page")
        found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in names}
        self.fields = {name: unescape(match.group(1)) for name, match in found.items() if match}
        self.page = page
        return response

    def send(self, answers, **more):
        """Send answers with the fields of the page shown."""
        data = {**self.fields, **answers, **more}
        return self.read(self.client.post(self.address + self.query, data=data))

    def answer(self, answers):
        """Open the form and send it."""
        self.open()
        return self.send(answers)


@pytest.fixture
def survey_of(tenant):
    """Make a survey of the tenant: ``survey_of(question, …, cap=2)`` gives its code."""

    def make(*questions, **more):
        with tenant.scope():
            survey = make_survey(*questions, **more)
            db.session.commit()
            return survey.code

    return make


@pytest.fixture
def respondent(app, tenant):
    """Somebody new: ``respondent(code)``."""

    def make(code, query="?lang=en"):
        return Respondent(app.test_client(), tenant.public(f"/survey/{code}"), query)

    return make


@pytest.fixture
def rows(tenant):
    """What a query function gives in the tenant's scope, with the survey of a code as its argument."""

    def read(code, function):
        with tenant.scope():
            return function(survey_by_code(code))

    return read


@pytest.fixture
def run_jobs(app, tenant):
    """Call a job's handler as the runner does: in the tenant's scope, in one transaction."""

    def run(kind, **payload):
        info = tenant.info()
        handler = app.extensions["hutong.jobs"].find(kind).handler
        with tenant.scope():
            g.tenant = info
            handler(payload)
            db.session.commit()

    return run


@pytest.fixture
def mails(app):
    """Every mail in the outbox."""

    def read():
        with app.app_context():
            return recent_mails()

    return read
