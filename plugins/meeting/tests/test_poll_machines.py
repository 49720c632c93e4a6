"""Votes that no person sent, and too many of them from one place."""

import re

import pytest
from sqlalchemy import func, select

from hutong import db
from hutong.testing import limiter, recent_mails, run_due_jobs
from plugins.meeting import poll_news
from plugins.meeting.models import DateVote, Voter
from plugins.meeting.poll_queries import options_of, poll_by_meeting
from plugins.meeting.public import when
from plugins.meeting.queries import meeting_by_id
from plugins.meeting.testing import make_date_poll

EN = {"lang": "en"}


@pytest.fixture
def poll(tenant):
    """A poll over three dates: its meeting, its public address and its dates."""
    with tenant.scope():
        made = make_date_poll()
        meeting = meeting_by_id(made.meeting_id)
        db.session.commit()
        return meeting.id, tenant.public(f"/meeting/{meeting.code}/when"), [o.id for o in options_of(made)]


def _vote(client, poll, token="", **typed):
    _meeting, path, dates = poll
    token = token or re.search(r'name="form_token" value="([^"]+)"', client.get(path).text)[1]
    data = {"form_token": token, "name": "Lin", f"d-{dates[0]}": "yes", f"d-{dates[1]}": "no", **typed}
    return client.post(path, data=data, query_string=EN)


def _bare(answer):
    assert "waits=1" in answer.location
    return answer.location.partition("?")[0]


def _standing(tenant, poll):
    """Places that are taken, and votes that are kept."""
    with tenant.scope():
        taken = [option.taken for option in options_of(poll_by_meeting(poll[0]))]
        return taken, db.session.scalar(select(func.count(DateVote.id)))


@pytest.mark.both_databases
def test_what_a_machine_sent_is_kept_and_counts_once_the_organiser_lets_it(app, tenant, poll):
    phone, room = app.test_client(), tenant.console(f"/meeting/{poll[0]}/poll")
    token = re.search(r'name="form_token" value="([^"]+)"', phone.get(poll[1]).text)[1]

    answers = [_vote(phone, poll, token=token, homepage="https://pills.example") for _time in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert "Your votes have arrived" in phone.get(f"{_bare(answers[1])}?waits=1&lang=en").text
    assert "Lin" not in phone.get(poll[1]).text
    assert _standing(tenant, poll) == ([0, 0, 0], 2)
    assert "These look as if a machine had sent them." in tenant.owner.get(room, query_string=EN).text
    with tenant.scope():
        voter_id = db.session.scalars(select(Voter.id)).one()
    tenant.owner.post(f"{room}/voters/{voter_id}/put-back")
    assert _standing(tenant, poll) == ([1, 0, 0], 2)
    assert "These look as if" not in tenant.owner.get(room, query_string=EN).text


def test_many_votes_from_one_place_have_to_wait_and_keep_what_was_typed(app, tenant, poll, monkeypatch):
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)
    monkeypatch.setattr(when, "A_SENDER_MAY", "2 per 10 minutes")

    answers = [_vote(app.test_client(), poll, name=f"Lin {number}") for number in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert "Wait some minutes, then send yours again" in answers[2].text
    assert 'value="Lin 2"' in answers[2].text
    assert _standing(tenant, poll)[0] == [2, 0, 0]


def test_a_vote_sends_no_link_to_strangers_and_no_flood_of_mails(app, tenant, poll, monkeypatch):
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)
    monkeypatch.setattr(poll_news, "A_POLL_MAY", "3 per hour")
    phone = app.test_client()

    answer = _vote(phone, poll, name="You won: http://evil.example/x", email="v@example.com")

    assert (answer.status_code, "Write your name without a link." in answer.text) == (422, True)
    for number in range(5):
        assert _vote(phone, poll, email=f"v{number}@example.com").status_code == 303
    run_due_jobs(app)
    with tenant.scope():
        assert db.session.scalar(select(func.count(Voter.id))) == 5
        assert len(recent_mails()) == 3
