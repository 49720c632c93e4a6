"""A template's meetings lie ahead of whoever applies it, whenever that is."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from pydantic import ValidationError

from hutong import Starter, tenant_in_scope
from plugins.meeting.queries import all_meetings
from plugins.meeting.starter import apply_starter, export_starter
from plugins.meeting.starting.shapes import Moment

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2027, 4, 22), date(2027, 5, 22), date(2027, 5, 23)),
        (date(2027, 4, 23), date(2028, 5, 22), date(2028, 5, 23)),
        (date(2027, 12, 31), date(2028, 5, 22), date(2028, 5, 23)),
    ],
)
def test_a_yearly_day_is_the_next_one_that_leaves_a_month(today, first, last):
    with time_machine.travel(datetime(today.year, today.month, today.day, 4, tzinfo=UTC), tick=False):
        start = Moment(yearly="05-22", at="08:30").moment(SHANGHAI)
        end = Moment(yearly="05-23", at="17:30").moment(SHANGHAI, since=start.date())

    assert start == datetime(first.year, first.month, first.day, 8, 30, tzinfo=SHANGHAI)
    assert end == datetime(last.year, last.month, last.day, 17, 30, tzinfo=SHANGHAI)


def test_a_day_that_is_none_is_refused():
    for wrong in ({}, {"in_days": 3, "on": date(2027, 1, 1)}, {"yearly": "02-30"}, {"in_days": 1, "at": "9"}):
        with pytest.raises(ValidationError):
            Moment(**wrong)


def test_what_was_exported_makes_the_same_meeting(tenant):
    file = {
        "meetings": [
            {
                "key": "walk",
                "title": {"zh": "走街", "en": "Walk"},
                "starts": {"on": "2027-05-22", "at": "15:30"},
                "ends": {"on": "2027-05-22", "at": "17:00"},
                "zone": "Asia/Shanghai",
                "capacity": 12,
                "live_moderated": True,
                "state": "open",
            }
        ]
    }
    with tenant.scope():
        for _twice in range(2):
            apply_starter(tenant_in_scope(), Starter(template="test", content=file, folder=Path()))

        assert [(one.capacity, one.starts_at) for one in all_meetings()] == [
            (12, datetime(2027, 5, 22, 15, 30, tzinfo=SHANGHAI))
        ]
        assert export_starter() == {
            "meetings": [{k: v for k, v in file["meetings"][0].items() if k != "state"}]
        }
