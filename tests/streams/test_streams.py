"""Event streams: who is sent what and when they end, and that nobody holds a connection while they wait."""

import time
from contextlib import contextmanager
from itertools import islice

import pytest
from flask import g
from werkzeug.exceptions import Gone

from core.database import db
from core.streams import topics
from core.streams.answers import listeners, stream
from core.streams.topics import END, START
from core.surfaces import Place
from core.tenancy import bind_tenant
from core.tenants.models import Tenant

EVENTS = {"Accept": "text/event-stream"}


@pytest.fixture
def shown():
    """What the page shows: the test changes it, as somebody's request would."""
    return {"questions": "<p>one</p>", "tally": "3"}


@pytest.fixture
def ask(app, tenant, shown):
    """Ask for the page's parts as a request would; what was opened is closed at the end."""
    opened = []

    def make(headers=EVENTS, *, topic="room", who="", see=lambda: tuple(shown.items()), surface="public"):
        with app.test_request_context("/", headers=headers):
            g.place, g.tenant = Place(surface, tenant.slug), tenant.info()
            bind_tenant(db.session(), tenant.id)
            response = stream(topic, see=see, draw=lambda seen: dict(seen or ()), who=who)
        opened.append(response)
        return response

    yield make
    for response in opened:
        response.close()


def events(response, count):
    return [frame.decode() for frame in islice(response.response, count)]


def running(app):
    return app.extensions["hutong.streams"]


@contextmanager
def promptly(seconds=5):
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


def until(true):
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_listener_is_sent_everything_once_and_then_what_has_changed(ask, shown):
    response = ask()
    first = events(response, 2)
    assert first[0] == START.decode()
    assert first[1].startswith("event: questions\ndata: <p>one</p>\n\nevent: tally\ndata: 3\nid: questions:")

    shown["tally"] = "4"

    with promptly():
        (second,) = events(response, 1)
    assert second.startswith("event: tally\ndata: 4\nid: questions:")
    assert "event: questions" not in second


def test_who_comes_again_is_sent_what_they_have_not_seen(ask, shown):
    first = events(ask(), 2)[1]
    known = first.rpartition("id: ")[2].strip()
    shown["tally"] = "4"

    again = events(ask({**EVENTS, "Last-Event-ID": known}), 2)[1]

    assert again.startswith("event: tally\ndata: 4\n")


def test_text_of_several_lines_stays_whole(ask, shown):
    shown.clear()
    shown["a"] = "one\r\ntwo\n\nid: forged"

    assert events(ask(), 2)[1].startswith("event: a\ndata: one\ndata: two\ndata: \ndata: id: forged\nid: a:")


@pytest.mark.both_databases
def test_open_streams_hold_no_connection_and_leave_no_thread(app, ask, shown):
    responses = [ask() for _ in range(50)]
    for response in responses:
        assert len(events(response, 2)) == 2
    with app.app_context():
        pool = db.engine.pool
    until(lambda: pool.checkedout() == 0)  # but for the watcher's look, once a second
    assert running(app).open_streams == 50

    busy = 0
    for _ in range(50):
        busy += pool.checkedout() > 0
        time.sleep(0.02)
    assert busy < 25

    for response in responses:
        response.close()
    assert running(app).open_streams == 0
    running(app).wait(5)
    assert running(app)._watcher is None


def test_more_than_the_limit_are_told_to_poll(app, ask):
    running(app)._limit = 2
    kept = [ask(), ask()]

    refused = ask()

    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    polled = ask({})
    assert polled.json["parts"] == {"questions": "<p>one</p>", "tally": "3"}
    assert ask({"If-None-Match": polled.headers["ETag"]}).status_code == 304
    kept[0].close()
    assert ask().status_code == 200


def test_streams_end_with_the_process_at_once(app, ask):
    response = ask()
    events(response, 2)

    with promptly(1.5):
        running(app).stop()
        assert events(response, 2) == []  # cut off, not ended: the browser comes again
    assert ask().status_code == 503


def test_streams_end_with_their_topic(ask):
    ended = []
    response = ask(see=lambda: None if ended else ("a",), topic="ending")
    ended.append(True)

    with promptly():
        assert events(response, 9)[-1] == END.decode()
    with pytest.raises(Gone):
        ask({}, see=lambda: None, topic="over")


def test_streams_end_when_their_tenant_is_closed(app, tenant, ask):
    response = ask()
    events(response, 2)

    with tenant.scope():
        db.session.get(Tenant, tenant.id).status = "suspended"
        db.session.commit()

    with promptly():
        assert events(response, 2) == [END.decode()]


def test_a_stream_of_the_console_ends_soon_and_its_policy_is_asked_anew(ask, monkeypatch):
    assert topics.LIFE_IN_CONSOLE <= 60
    monkeypatch.setattr(topics, "LIFE_IN_CONSOLE", 1.0)

    with promptly():
        frames = events(ask(surface="console"), 9)

    assert frames[0] == START.decode()
    assert END.decode() not in frames  # the page is not over: the browser comes again


def test_who_listens_is_counted_once_under_each_name(app, tenant, ask):
    streams = [ask(who=who) for who in ("one", "two", "two", "")]
    ask({}, who="three")

    with app.app_context():
        g.tenant = tenant.info()
        assert listeners("room") == 3
        assert listeners("elsewhere") == 0
        streams[0].close()
        assert listeners("room") == 2


def test_topics_of_tenants_are_apart(app, tenant, other_tenant, ask):
    ask(who="one")

    with app.app_context():
        g.tenant = other_tenant.info()
        assert listeners("room") == 0
