"""A poll in a template: its dates lie ahead, and it is written down as it was."""

import pytest

from hutong import db
from plugins.meeting.models import Meeting
from plugins.meeting.poll_export import votes_csv
from plugins.meeting.poll_queries import options_of, poll_by_meeting
from plugins.meeting.starting import polls
from plugins.meeting.testing import make_guest, make_meeting, make_voter

TOLD = {
    "dates": [
        {"in_days": 10, "at": "14:00"},
        {"in_days": 11, "at": "09:30", "minutes": 90},
        {"in_days": 12, "at": "00:00", "all_day": True},
    ],
    "closes": {"in_days": 5, "at": "18:00"},
    "decides": "deadline",
    "limit": 4,
}


@pytest.fixture(autouse=True)
def _in_tenant(tenant):
    with tenant.scope():
        yield


def _made(told) -> Meeting:
    meeting = make_meeting(starts_at=None, ends_at=None)
    polls.apply(meeting, polls.Section.model_validate({"poll": told}))
    return meeting


def test_a_poll_is_made_and_exported_in_the_same_shape():
    first = _made(TOLD)
    exported = polls.export(first)["poll"]

    again = polls.export(_made(exported))["poll"]

    assert again == exported
    assert [sorted(one) for one in exported["dates"]] == [
        ["at", "on"],
        ["at", "minutes", "on"],
        ["all_day", "on"],
    ]
    lengths = [one.ends_at - one.starts_at for one in options_of(poll_by_meeting(first.id))]
    assert [length.total_seconds() / 60 for length in lengths] == [60, 90, 24 * 60]
    assert (exported["decides"], exported["limit"]) == ("deadline", 4)


def test_the_votes_are_taken_along_and_no_cell_is_a_formula():
    meeting = _made(TOLD)
    voter = make_voter(make_guest(meeting, "=1+1", state="invited"), "maybe")
    voter.note = "Not before nine, please"
    db.session.flush()

    lines = votes_csv(meeting, poll_by_meeting(meeting.id)).splitlines()

    assert lines[0].startswith("\ufeff")
    assert len(lines) == 2
    assert lines[1].startswith("'=1+1,,")
    assert lines[1].endswith(',"Not before nine, please"')
