"""The last places of a date: voted for by many at once, exact, and one form sent many times is one vote."""

from collections import Counter
from functools import partial

import pytest
from sqlalchemy import func, select

from core.database import db
from core.fields.token import issue_form_token
from plugins.meeting.models import DateVote, Voter
from plugins.meeting.poll_queries import options_of
from plugins.meeting.public.when import PURPOSE
from plugins.meeting.queries import meeting_by_id
from plugins.meeting.testing import make_date_poll
from tests.races.conftest import all_at_once, post

pytestmark = [pytest.mark.races, pytest.mark.both_databases]

PLACES = 7


@pytest.fixture
def new_poll(app, tenant):
    """Ask for a date of two; gives the poll's address, a form that says yes to both, and the books."""

    def make():
        with tenant.scope():
            poll = make_date_poll(dates=2, limit=PLACES)
            meeting = meeting_by_id(poll.meeting_id)
            db.session.commit()
            poll_id, meeting_id = poll.id, meeting.id
            path = tenant.public(f"/meeting/{meeting.code}/when")
            dates = [option.id for option in options_of(poll)]

        def form(name="Lin"):
            with app.app_context():
                token = issue_form_token(
                    tenant=tenant.id, object_id=meeting_id, version=1, purpose=PURPOSE, via=""
                )
            return {"form_token": token, "name": name, **{f"d-{date}": "yes" for date in dates}}

        def books():
            with tenant.scope():
                voters = select(Voter.id).where(Voter.poll_id == poll_id)
                votes = select(func.count(DateVote.id)).where(DateVote.voter_id.in_(voters))
                taken = [option.taken for option in options_of(db.session.merge(poll, load=False))]
                return taken, len(db.session.scalars(voters).all()), db.session.scalar(votes)

        return path, form, books

    return make


def test_the_last_places_of_a_date_go_to_as_many_and_no_more(gunicorn, new_poll, crowd, trials):
    for _trial in trials:
        path, form, books = new_poll()

        answers = all_at_once(
            [partial(post, gunicorn, path, form(f"Guest {number}")) for number in range(crowd)]
        )

        statuses = Counter()
        for (status, _address), count in answers.items():
            statuses[status] += count
        assert statuses == {303: PLACES, 409: crowd - PLACES}
        assert books() == ([PLACES, PLACES], PLACES, 2 * PLACES)


def test_one_form_sent_many_times_is_one_vote(gunicorn, new_poll, crowd, trials):
    for _trial in trials:
        path, form, books = new_poll()
        sent = form()

        answers = all_at_once([partial(post, gunicorn, path, sent)] * crowd)

        assert [status for status, _address in answers] == [303]
        assert books() == ([1, 1], 1, 2)
