"""A full room: votes and answers through gunicorn, and what becomes of streams at the end."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from http.client import HTTPConnection

import pytest

from core.database import db
from core.fields.token import issue_form_token
from plugins.meeting.live_polls import create_poll, start_poll
from plugins.meeting.live_queries import floor_questions, poll_by_id, poll_line
from plugins.meeting.public.live import PURPOSE
from plugins.meeting.queries import meeting_by_id
from plugins.meeting.testing import make_floor_question, make_guest, make_meeting
from tests.races.conftest import GUNICORN, _await, all_at_once, opened, post
from tests.serving.test_up import free_port

pytestmark = [pytest.mark.races, pytest.mark.both_databases]


@pytest.fixture
def new_room(app, tenant):
    """A room with a question and an open poll: meeting, path, question, poll; and a form of a phone."""

    def make():
        with tenant.scope():
            meeting = make_meeting()
            question = make_floor_question(make_guest(meeting))
            poll = create_poll(meeting, kind="choice", title="?", options=["a", "b"], many=False)
            start_poll(meeting, poll)
            db.session.commit()
            found = meeting.id, tenant.public(f"/meeting/{meeting.code}/live"), question.id, poll.id

        def form(**typed):
            with app.app_context():
                token = issue_form_token(
                    tenant=tenant.id, object_id=found[0], version=1, purpose=PURPOSE, via=""
                )
            return {"form_token": token, **typed}

        return *found, form

    return make


def test_every_phone_counts_once(tenant, gunicorn, new_room, crowd, trials):
    """Each phone sends its vote twice and its answer twice, all at once."""
    for _trial in trials:
        meeting_id, path, question_id, poll_id, form = new_room()
        phones = [opened(gunicorn, path, {})[1] for _ in range(crowd // 2)]
        votes = [partial(post, gunicorn, f"{path}/vote", form(vote=str(question_id)), one) for one in phones]
        answers = [
            partial(post, gunicorn, f"{path}/answer", form(poll=str(poll_id), choice=f"o{1 + n % 2}"), one)
            for n, one in enumerate(phones)
        ]

        assert all_at_once(votes * 2) == {(303, f"{path}?said=voted#said"): crowd}
        assert all_at_once(answers * 2) == {(303, f"{path}?said=answered#said"): crowd}

        with tenant.scope():
            (question,) = floor_questions(meeting_id, "shown")
            line = poll_line(poll_by_id(meeting_by_id(meeting_id), poll_id))
        quarter = crowd // 4
        assert question.votes == crowd // 2
        assert (line.phones, line.counts) == (crowd // 2, (("o1", quarter), ("o2", quarter)))


def test_open_streams_do_not_hold_up_the_end(app, settings, tenant, new_room):
    with app.app_context():
        db.engine.dispose()
    _meeting, path, *_rest = new_room()
    port = free_port()
    environment = {
        **{name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ},
        "HUTONG_HOME": str(settings.home),
        "HUTONG_DATABASE_URL": settings.database_url,
        "HUTONG_SECRET_KEY": settings.secret_key,
        "HUTONG_JOBS": "manual",
        "PORT": str(port),
    }
    process = subprocess.Popen([sys.executable, "-c", GUNICORN], env=environment)
    listening = []
    try:
        _await(port)
        for _ in range(30):
            listening.append(HTTPConnection("127.0.0.1", port, timeout=30))
            listening[-1].request("GET", f"{path}/now", headers={"Accept": "text/event-stream"})
        answers = [one.getresponse() for one in listening]
        assert {(one.status, one.readline()) for one in answers} == {(200, b"retry: 2000\n")}

        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        rest = b"".join(one.read() for one in answers)

        assert time.monotonic() - began < 3  # gunicorn would wait four seconds, and cut them off
        assert b"event: end" not in rest
        assert process.wait(20) == 0
    finally:
        for one in listening:
            one.close()
        process.kill()
        process.wait(20)
