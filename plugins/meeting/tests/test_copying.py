"""The same meeting again: its agenda goes along, by the clock of its day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from hutong import db
from plugins.meeting.agenda_editing import add_item, add_material, add_speaker, bin_part
from plugins.meeting.agenda_queries import agenda_of, materials_of, speakers_of
from plugins.meeting.material_files import new_material_code
from plugins.meeting.models import Guest
from plugins.meeting.operations import copy_meeting
from plugins.meeting.testing import make_guest, make_meeting

BERLIN = ZoneInfo("Europe/Berlin")
BEFORE_SUMMER_TIME = datetime(2037, 3, 26, 17, tzinfo=UTC)
"""18:00 in Berlin; the clocks are put forward on the 29th."""


@pytest.mark.both_databases
def test_the_agenda_goes_along_at_its_time_of_the_day_and_what_is_of_that_day_stays(tenant):
    with tenant.scope():
        start = BEFORE_SUMMER_TIME
        meeting = make_meeting(starts_at=start, ends_at=start + timedelta(hours=2), zone="Europe/Berlin")
        bai = add_speaker(meeting, name={"en": "Ms Bai"}, role={"en": "Teacher"})
        add_speaker(meeting, name={"en": "Mr Li"})
        talk = add_item(
            meeting,
            title={"en": "Lights"},
            speaker_ids=[bai.id],
            starts_at=start + timedelta(minutes=30),
            ends_at=start + timedelta(hours=1),
        )
        add_item(meeting, title={"en": "Anything else"})
        bin_part(add_item(meeting, title={"en": "Dropped"}))
        of_talk = {"item_id": talk.id, "title": "Plan", "link": "https://example.com/plan", "for_whom": "all"}
        add_material(meeting, code=new_material_code(), **of_talk)
        add_material(meeting, code=new_material_code(), title="Slides", content=b"Of that day")
        make_guest(meeting)

        made = copy_meeting(meeting)

        points = agenda_of(made)
        told = [
            (
                point.item.title["en"],
                point.item.starts_at and f"{point.item.starts_at.astimezone(BERLIN):%m-%d %H:%M}",
                point.item.ends_at and f"{point.item.ends_at.astimezone(BERLIN):%m-%d %H:%M}",
                [one.name["en"] for one in point.speakers],
            )
            for point in points
        ]
        assert told == [
            ("Anything else", None, None, []),
            ("Lights", "04-02 18:30", "04-02 19:00", ["Ms Bai"]),
        ]
        assert [one.name["en"] for one in speakers_of(made)] == ["Ms Bai", "Mr Li"]
        (link,) = materials_of(made)
        assert (link.title, link.link, link.item_id) == ("Plan", of_talk["link"], points[1].item.id)
        assert db.session.scalar(select(func.count(Guest.id)).where(Guest.meeting_id == made.id)) == 0
        assert len(agenda_of(meeting)) == 2
        assert len(speakers_of(meeting)) == 2
