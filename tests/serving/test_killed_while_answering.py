"""An answer that was acknowledged is there after kill -9, and once, however often it was sent."""

import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from tests.serving.test_up import environment, hutong, port, running

__all__ = ["environment", "port"]

CUSTOMERS = 40
KILLS = 3
PATIENCE = 240  # seconds: a busy machine starts slowly


def opened_form(link):
    """A form as a phone shows it: where it is sent, and what is filled in."""
    with urllib.request.urlopen(link, timeout=10) as answer:
        page, address = answer.read().decode(), answer.geturl()
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return address, {**dict(hidden), "q_stars": "5"}


def send_until_thanked(form):
    """Send a form again and again, as an impatient thumb does, until the thank-you page is there."""
    address, fields = form
    body = urllib.parse.urlencode(fields).encode()
    deadline, sent = time.monotonic() + PATIENCE, 0
    while time.monotonic() < deadline:
        sent += 1
        try:
            with urllib.request.urlopen(address, body, timeout=5) as answer:
                if "/thanks" in answer.geturl():
                    return sent
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"never thanked: {address}")


def test_every_acknowledged_answer_survives_once(environment, port):
    with running(environment, port):
        made = hutong(
            environment,
            "tenant",
            "create",
            "corner",
            "--template",
            "laundry",
            "--owner",
            "a@b.example",
            "--json",
        )
        survey = next(
            link for link in reversed(json.loads(made.stdout)["links"]) if link["plugin"] == "survey"
        )
        forms = [opened_form(survey["url"]) for _ in range(CUSTOMERS)]

    with ThreadPoolExecutor(8) as crowd:
        sending = [crowd.submit(send_until_thanked, form) for form in forms]
        for _kill in range(KILLS):
            with running(environment, port) as (process, _health):
                time.sleep(0.3)
                process.kill()
        with running(environment, port):
            attempts = [future.result(timeout=PATIENCE) for future in sending]
            told = hutong(environment, "survey", "results", "corner", "counter", "--format", "json")

    assert sum(attempts) > CUSTOMERS, "nothing was sent while it was down: the test showed nothing"
    assert json.loads(told.stdout)["responses"] == CUSTOMERS
