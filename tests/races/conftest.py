"""Many at once want the same thing: once with 64 in `make test`, 20 times with 64 and 200 in `make races`."""

import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest

from core.codes import hash_token, new_token
from core.database import db, now
from core.people.models import Person, PersonSession
from core.people.sessions import SESSION_LIFE
from plugins.club.operations import join_club
from plugins.club.testing import make_programme
from tests.serving.test_up import free_port

GUNICORN = """
from core import Settings, create_app
from core.serving.server import Server
settings = Settings()
Server(create_app(settings, ["plugins"]), settings).run()
"""
PATIENCE = 90


def pytest_addoption(parser):
    parser.addoption("--trials", type=int, default=1, help="how often each race is run")
    parser.addoption("--crowds", default="64", help="how many at once, such as 64,200")


def pytest_configure(config):
    config.addinivalue_line("markers", "races: many clients at once; `make races` runs them 20 times")


def pytest_generate_tests(metafunc):
    if "crowd" in metafunc.fixturenames:
        crowds = [int(one) for one in metafunc.config.getoption("--crowds").split(",")]
        metafunc.parametrize("crowd", crowds)


class Trials:
    """The trials of one race; the summary says that all of them were exact."""

    def __init__(self, count, say):
        self._count, self._say = count, say

    def __iter__(self):
        yield from range(self._count)
        self._say(f"exact in {self._count} of {self._count} trials")

    def __len__(self):
        return self._count


@pytest.fixture
def trials(request, figure):
    return Trials(request.config.getoption("--trials"), lambda said: figure(request.node.name, said))


@pytest.fixture
def gunicorn(app, settings):
    """The same application served as in production: gunicorn with its threads, on a real port."""
    port = free_port()
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()
    environment = {
        **{name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ},
        "HUTONG_HOME": str(settings.home),
        "HUTONG_DATABASE_URL": settings.database_url,
        "HUTONG_SECRET_KEY": settings.secret_key,
        "HUTONG_JOBS": "manual",
        "PORT": str(port),
    }
    process = subprocess.Popen([sys.executable, "-c", GUNICORN], env=environment)
    try:
        _await(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def phones(tenant, crowd):
    """The cookies of each of `crowd` members' phones."""
    tokens = [new_token() for _ in range(crowd)]
    with tenant.scope():
        make_programme()
        for number, token in enumerate(tokens):
            person = Person(name=f"Guest {number}", role="member")
            db.session.add(person)
            db.session.flush()
            join_club(person_id=person.id)
            db.session.add(
                PersonSession(
                    token_hash=hash_token(token), person_id=person.id, expires_at=now() + SESSION_LIFE
                )
            )
        db.session.commit()
    return [{"hutong_person": token} for token in tokens]


def all_at_once(tasks: list[Callable[[], object]]) -> Counter[object]:
    """Run the tasks in as many threads, all let go in the same moment; gives how often each answer came."""
    start = threading.Barrier(len(tasks))

    def run(task):
        start.wait(PATIENCE)
        return task()

    with ThreadPoolExecutor(len(tasks)) as crowd:
        return Counter(future.result(PATIENCE) for future in [crowd.submit(run, task) for task in tasks])


def post(
    port: int, path: str, form: dict[str, str], cookies: dict[str, str] | None = None
) -> tuple[int, str]:
    """Send a form over a connection of its own; gives the status and where it leads."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if cookies:
        headers["Cookie"] = _written(cookies)
    try:
        connection.request("POST", path, urlencode(form), headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()


def opened(port: int, path: str, cookies: dict[str, str]) -> tuple[str, dict[str, str]]:
    """A page, and the cookies with which its forms can be sent."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", path, headers={"Cookie": _written(cookies)} if cookies else {})
    answer = connection.getresponse()
    page = answer.read().decode()
    assert answer.status == 200, path
    fresh = SimpleCookie()
    for header in answer.headers.get_all("Set-Cookie") or []:
        fresh.load(header)
    connection.close()
    return page, cookies | {name: morsel.value for name, morsel in fresh.items()}


def _written(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def _await(port):
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except OSError:
            assert time.monotonic() < deadline, "gunicorn did not answer"
            time.sleep(0.1)
