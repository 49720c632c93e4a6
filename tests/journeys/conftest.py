"""Hands for the journeys: a thumb that is counted, and a customer who answers whatever is asked."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from core.database import db, writing
from core.operator.opening import open_for_owner
from core.testing.application import Scope
from core.testing.browser import PHONE, Visits, launch_options
from core.testing.chromium import find_chromium
from plugins.survey.models import SurveyResponse
from tests.journeys.filming import film_of


class Thumb:
    """Somebody's thumb on a phone: every touch of the glass counts as a tap, typing itself does not."""

    def __init__(self, page):
        self.page = page
        self.taps = 0

    def tap(self, target):
        """Tap one thing: a locator or a selector."""
        self.taps += 1
        found = self.page.locator(target) if isinstance(target, str) else target
        found.tap()

    def type(self, target, text):
        """Tap a field and type into it."""
        self.tap(target)
        self.page.locator(target).fill(text)


@pytest.fixture
def thumb_on():
    return Thumb


def answer_question(question):
    """Choose the first answer of a question that is shown; leave open what may stay open."""
    first = question.locator("label.opt, .scale label, .stars label").first
    if first.count():
        first.click()


@pytest.fixture
def answer_everything():
    """Answer all pages of a survey: the first option everywhere, and send."""

    def answer(page):
        for _page in range(9):
            for question in page.locator("fieldset.q").all():
                if question.is_visible():
                    answer_question(question)
            page.locator("button.main").click()
            page.wait_for_load_state()
            if re.search(r"/thanks(\?|$)", page.url):
                return
        pytest.fail(f"no thank-you page after nine pages: {page.url}")

    return answer


ASKED = ("这次洗得满意吗？", "How did we do?")


@dataclass
class Shop:
    """A published laundry, the path of its survey's share link, and what customers sent."""

    app: Flask
    tenant_id: UUID
    link: str

    @property
    def responses(self):
        with Scope(self.app, self.tenant_id):
            return [response.answers for response in db.session.scalars(select(SurveyResponse))]


@pytest.fixture
def shop(app):
    """A laundry opened by the operator."""
    with app.app_context(), writing():
        opened = open_for_owner(
            slug="laundry", template="laundry", email="owner@shop.example", languages=["zh", "en"]
        )
        db.session.commit()
    path = next(urlsplit(url).path for _, title, url in opened.links if title in ASKED)
    return Shop(app, opened.tenant.id, path)


@pytest.fixture
def phone_that_sees(chromium, tmp_path):
    """A phone whose camera sees QR codes with these texts, one after the other."""
    opened = []

    def open_phone(texts, language):
        options = launch_options(find_chromium())
        film = film_of(texts, tmp_path / "film.y4m")
        options["args"] += [f"--use-file-for-fake-video-capture={film}"]
        browser = chromium.browser_type.launch(**options)
        opened.append((browser, visits := Visits(browser)))
        return visits.open(PHONE, language=language, permissions=["camera"])

    yield open_phone
    for browser, visits in opened:
        visits.close()
        browser.close()
        assert sorted(set(visits.faults)) == []
