"""Votes, limits and who may see them: on the pages, on both databases."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.engine import Engine

from hutong import create_link, db, force_locale
from plugins.meeting.links import guest_token, voter_by_token, voter_token
from plugins.meeting.models import DateOption, DateVote, Voter
from plugins.meeting.poll_queries import options_of, poll_by_meeting
from plugins.meeting.poll_words import written
from plugins.meeting.queries import meeting_by_id
from plugins.meeting.testing import make_date_poll, make_guest, make_meeting, make_voter

pytestmark = pytest.mark.both_databases


@pytest.fixture
def poll(tenant):
    """Make a poll; gives ``meeting``, ``code`` and the ids of its dates."""

    def make(**settings):
        with tenant.scope():
            found = make_date_poll(**settings)
            db.session.commit()
            meeting = meeting_by_id(found.meeting_id)
            return {"meeting": meeting.id, "code": meeting.code, "dates": [o.id for o in options_of(found)]}

    return make


def _open(client, tenant, path):
    page = client.get(tenant.public(path), query_string={"lang": "en"})
    assert page.status_code == 200
    return re.search(r'name="form_token" value="([^"]+)"', page.text)[1]


def _vote(client, tenant, made, *says, token="", **typed):
    path = f"/meeting/{made['code']}/when"
    data = {"form_token": token or _open(client, tenant, path), "name": "Lin", **typed}
    data |= {f"d-{date}": say for date, say in zip(made["dates"], says, strict=False) if say}
    return client.post(tenant.public(path), data=data, query_string={"lang": "en"})


def _bare(answer):
    return answer.location.partition("?")[0]


def _taken(tenant, made):
    with tenant.scope():
        return [option.taken for option in options_of(poll_by_meeting(made["meeting"]))]


def test_a_vote_is_kept_once_and_changed_by_its_link(app, tenant, poll):
    made, phone = poll(), app.test_client()
    path = f"/meeting/{made['code']}/when"
    token = _open(phone, tenant, path)

    first = _vote(phone, tenant, made, "yes", "maybe", token=token)
    again = _vote(phone, tenant, made, "yes", "maybe", token=token)

    assert (first.status_code, first.location) == (303, again.location)
    assert _taken(tenant, made) == [1, 0, 0]
    other = app.test_client()
    fresh = _open(other, tenant, _bare(first).removeprefix(f"/{tenant.slug}"))
    sent = {"form_token": fresh, "name": "Lin", f"d-{made['dates'][0]}": "no", f"d-{made['dates'][2]}": "yes"}
    assert other.post(first.location, data=sent).status_code == 303
    with tenant.scope():
        said = db.session.execute(select(DateVote.option_id, DateVote.answer)).all()
        assert dict(said) == dict(zip(made["dates"], ["no", "maybe", "yes"], strict=True))
        assert db.session.scalar(select(func.count(Voter.id))) == 1
    assert _taken(tenant, made) == [0, 0, 1]


def test_the_last_place_goes_to_one_of_many(app, tenant, poll):
    made = poll(dates=2, limit=3)
    path = f"/meeting/{made['code']}/when"
    phones = [app.test_client() for _number in range(12)]
    tokens = [_open(phone, tenant, path) for phone in phones]
    start = Barrier(12)

    def vote(phone, token):
        start.wait(30)
        return _vote(phone, tenant, made, "yes", "yes", token=token).status_code

    with ThreadPoolExecutor(12) as crowd:
        ends = list(crowd.map(vote, phones, tokens))

    assert (ends.count(303), ends.count(409)) == (3, 9)
    assert _taken(tenant, made) == [3, 3]
    with tenant.scope():
        assert db.session.scalar(select(func.count(Voter.id))) == 3
        assert db.session.scalar(select(func.count(DateVote.id))) == 6


def test_a_full_date_is_refused_and_the_rest_is_kept(app, tenant, poll):
    made = poll(limit=1)
    token = _open(app.test_client(), tenant, f"/meeting/{made['code']}/when")
    _vote(app.test_client(), tenant, made, "yes")

    late = _vote(
        app.test_client(),
        tenant,
        made,
        "yes",
        "maybe",
        token=token,
        name="Wang Fang",
        email="wang@example.com",
    )

    assert late.status_code == 409
    assert "Somebody was faster" in late.text
    assert 'value="Wang Fang"' in late.text
    assert 'value="wang@example.com"' in late.text
    assert re.search(f'name="d-{made["dates"][1]}" value="maybe" checked', late.text)
    assert f'name="d-{made["dates"][0]}" value="yes" checked' not in late.text
    assert _taken(tenant, made) == [1, 0, 0]


def test_hidden_votes_are_nowhere_on_a_voters_page(app, tenant, poll):
    made = poll(hides_votes=True)
    own = _vote(app.test_client(), tenant, made, "yes", "no", name="Zhou Secretive", note="Not on Mondays")
    _vote(app.test_client(), tenant, made, "yes", "maybe", name="Another")
    pages = [
        app.test_client().get(path, query_string={"lang": "en"}).text
        for path in (
            tenant.public(f"/meeting/{made['code']}/when"),
            tenant.public(f"/meeting/{made['code']}"),
        )
    ]

    for page in pages:
        assert [
            word for word in ("Zhou", "Mondays", "Another", "if need be,", "Best", "voted") if word in page
        ] == []
    mine = app.test_client().get(_bare(own), query_string={"lang": "en"}).text
    assert "Zhou Secretive" in mine
    assert "Another" not in mine
    assert "Best" not in mine


def test_a_link_of_another_tenant_or_kind_opens_nothing(app, tenant, other_tenant, poll):
    made = poll()
    with tenant.scope():
        guest = make_guest(meeting_by_id(made["meeting"]), state="invited")
        voter = make_voter(guest)
        link, page = voter_token(voter), guest_token(guest)
        db.session.commit()
    phone = app.test_client()

    assert phone.get(tenant.public(f"/meeting/v/{link}")).status_code == 200
    wrong = [
        other_tenant.public(f"/meeting/v/{link}"),
        tenant.public(f"/meeting/v/{page}"),
        tenant.public(f"/meeting/g/{link}/when"),
        tenant.public(f"/meeting/v/{link[:-2]}AA"),
    ]
    assert [phone.get(path).status_code for path in wrong] == [404] * 4
    assert [phone.post(path, data={"form_token": "x"}).status_code for path in wrong] == [404] * 4
    with tenant.scope():
        assert [voter_by_token(one) for one in ("", "x", "é", page)] == [None] * 4


def test_a_closed_poll_takes_nothing_and_says_so(app, tenant, poll):
    made = poll()
    token = _open(app.test_client(), tenant, f"/meeting/{made['code']}/when")
    with tenant.scope():
        poll_by_meeting(made["meeting"]).closes_at = datetime.now(UTC) - timedelta(minutes=1)
        db.session.commit()

    late = _vote(app.test_client(), tenant, made, "yes", token=token)

    assert late.status_code == 409
    assert "The vote has ended" in late.text
    assert _taken(tenant, made) == [0, 0, 0]


def test_which_link_brought_a_voter_is_known(app, tenant, poll):
    made = poll()
    with tenant.scope():
        link = create_link(plugin="meeting", object_kind="meeting", object_id=made["meeting"], channel="wall")
        db.session.commit()
        code, link_id = link.code, link.id

    _vote(app.test_client(), tenant, made, "yes", via=code)

    with tenant.scope():
        assert db.session.scalars(select(Voter.share_link_id)).all() == [link_id]


def test_a_page_and_a_vote_cost_the_same_for_three_voters_as_for_one(app, tenant, poll):
    made, sent, asked = poll(), [], []
    path = f"/meeting/{made['code']}/when"
    event.listen(Engine, "before_cursor_execute", count := lambda *args: sent.append(args[2]))
    for _number in range(4):
        sent.clear()
        token = _open(app.test_client(), tenant, path)
        page = len(sent)
        sent.clear()
        _vote(app.test_client(), tenant, made, "yes", "no", token=token)
        asked.append((page, len(sent)))
    event.remove(Engine, "before_cursor_execute", count)

    assert asked[1] == asked[2] == asked[3]
    assert asked[1][1] <= 18


def test_a_date_in_new_york_is_shown_for_shanghai_and_a_doubled_hour_is_told_apart(app, tenant):
    new_york, shanghai = ZoneInfo("America/New_York"), ZoneInfo("Asia/Shanghai")
    summer = DateOption(
        starts_at=datetime(2027, 7, 1, 13, tzinfo=UTC), ends_at=datetime(2027, 7, 1, 14, tzinfo=UTC)
    )
    first, second = (
        DateOption(starts_at=start, ends_at=start + timedelta(minutes=30))
        for start in (datetime(2027, 11, 7, 5, 30, tzinfo=UTC), datetime(2027, 11, 7, 6, 30, tzinfo=UTC))
    )
    with tenant.scope(), force_locale("en"):
        assert written(summer, new_york, new_york) == ("Thursday 1 July 2027", "09:00–10:00")
        assert written(summer, shanghai, new_york) == ("Thursday 1 July 2027", "21:00–22:00")
        assert written(first, new_york, new_york).time == "01:30–01:00 (UTC−4)"
        assert written(second, new_york, new_york).time == "01:30–02:00 (UTC−5)"


def test_the_page_shows_the_zone_that_was_asked_for(app, tenant):
    with tenant.scope():
        meeting = make_meeting(starts_at=None, ends_at=None, zone="America/New_York")
        made = make_date_poll(meeting, dates=1)
        start = options_of(made)[0].starts_at
        path = tenant.public(f"/meeting/{meeting.code}/when")
        db.session.commit()
    phone = app.test_client()

    for asked, zone in (
        ("", "America/New_York"),
        ("Asia/Tokyo", "Asia/Tokyo"),
        ("Mars/Olympus", "America/New_York"),
    ):
        page = phone.get(path, query_string={"lang": "en", "zone": asked}).text
        assert f"{start.astimezone(ZoneInfo(zone)):%H:%M}–" in page
        assert f'<option value="{zone}" selected>' in page


def test_whose_votes_were_taken_out_comes_again_only_with_a_fresh_form(app, tenant, poll):
    made, phone = poll(), app.test_client()
    token = _open(phone, tenant, f"/meeting/{made['code']}/when")
    own = _bare(_vote(phone, tenant, made, "yes", token=token))
    with tenant.scope():
        voter_id = db.session.scalars(select(Voter.id)).one()
        db.session.commit()
    tenant.owner.post(tenant.console(f"/meeting/{made['meeting']}/poll/voters/{voter_id}/remove"))

    again = _vote(phone, tenant, made, "yes", token=token)

    assert (again.status_code, _bare(again)) == (302, tenant.public(f"/meeting/{made['code']}/when"))
    assert (phone.get(own).status_code, _taken(tenant, made)) == (404, [0, 0, 0])
    tenant.owner.post(tenant.console(f"/meeting/{made['meeting']}/poll/voters/{voter_id}/put-back"))
    assert (phone.get(own).status_code, _taken(tenant, made)) == (200, [1, 0, 0])
