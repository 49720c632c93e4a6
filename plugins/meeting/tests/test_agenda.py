"""The agenda as its readers meet it: who may read what, which files are taken, what clashes, its export."""

import io
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from sqlalchemy import Engine, event

from hutong import Starter, db
from plugins.meeting.agenda_editing import add_item, add_material, add_speaker
from plugins.meeting.agenda_queries import agenda_of, clashes
from plugins.meeting.links import guest_token
from plugins.meeting.material_files import MaterialError, new_material_code, read_material
from plugins.meeting.operations import change_meeting
from plugins.meeting.queries import all_meetings
from plugins.meeting.starter import apply_starter, export_starter
from plugins.meeting.testing import make_guest, make_meeting

SHANGHAI = ZoneInfo("Asia/Shanghai")
NINE = datetime(2027, 5, 22, 9, tzinfo=SHANGHAI)
CONFERENCE = Path(__file__).resolve().parents[3] / "tenant_templates/conference/content/meeting.yaml"


def office(*names):
    """An office package with these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return file.getvalue()


def test_everybody_guests_who_come_and_guests_who_came_read_different_things(tenant, visitor):
    with tenant.scope():
        meeting, other = make_meeting(), make_meeting("Other")
        codes = {
            whom: add_material(
                meeting, code=new_material_code(), title=f"Paper {whom}", for_whom=whom, content=whom.encode()
            ).code
            for whom in ("all", "guests", "present", "staff")
        }
        coming, maybe = make_guest(meeting), make_guest(meeting, state="maybe")
        present, stranger = make_guest(meeting, checked_in_at=NINE), make_guest(other)
        code = meeting.code
        tokens = [guest_token(guest) for guest in (coming, maybe, present, stranger)]
        db.session.commit()

    def read_at(place):
        found = [visitor.get(tenant.public(f"{place}/materials/{one}")) for one in codes.values()]
        return [answer.status_code == 200 and answer.get_data(as_text=True) for answer in found]

    assert read_at("/meeting") == ["all", False, False, False]
    assert [read_at(f"/meeting/g/{token}") for token in tokens] == [
        ["all", "guests", False, False],
        ["all", False, False, False],
        ["all", "guests", "present", False],
        [False, False, False, False],
    ]
    page = visitor.get(tenant.public(f"/meeting/{code}")).get_data(as_text=True)
    assert [f"Paper {whom}" in page for whom in codes] == [True, False, False, False]


def test_a_file_is_what_its_content_says_and_nothing_that_runs(tenant):
    with tenant.scope():
        word = office("[Content_Types].xml", "word/document.xml")
        read = read_material(word, "../讲稿.exe")
        assert (read.file_name, read.media_type.rpartition(".")[2]) == ("讲稿.docx", "document")
        assert read_material("一行字\n".encode(), "a.html").file_name == "a.txt"
        wrong = [
            b"",
            b"MZ\x90\x00\x03",
            office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            office("evil.js"),
            b"PK\x03\x04 cut off",
            b"\x00" * 10,
        ]
        for content in wrong:
            with pytest.raises(MaterialError):
                read_material(content, "slides.pdf")


def test_one_room_or_one_speaker_at_one_time_is_a_clash(tenant):
    with tenant.scope():
        meeting = make_meeting()
        she = add_speaker(meeting, name={"en": "Ms Bai"})
        hall = {"room": {"en": "Hall"}}

        def point(title, hour, speakers=(), **more):
            start = NINE + timedelta(hours=hour)
            times = {"starts_at": start, "ends_at": start + timedelta(hours=1)}
            add_item(meeting, title={"en": title}, speaker_ids=[one.id for one in speakers], **times, **more)

        point("One", 0, **hall)
        point("Two", 1, [she], **hall)
        point("Three", 1.5, [she])
        point("Four", 1.5, **hall)

        pairs = [(one.item.title["en"], other.item.title["en"]) for one, other in clashes(agenda_of(meeting))]
        assert sorted(map(sorted, pairs)) == [["Four", "Two"], ["Three", "Two"]]


def test_a_meeting_that_is_moved_takes_its_agenda_along_and_a_longer_one_does_not(tenant):
    hour = timedelta(hours=1)
    with tenant.scope():
        meeting = make_meeting(starts_at=NINE, ends_at=NINE + 3 * hour)
        item = add_item(meeting, title={"en": "One"}, starts_at=NINE + hour, ends_at=NINE + 2 * hour)

        change_meeting(meeting, ends_at=NINE + 4 * hour)
        assert (item.starts_at, item.ends_at) == (NINE + hour, NINE + 2 * hour)

        week = timedelta(days=7)
        change_meeting(meeting, starts_at=NINE + week, ends_at=NINE + week + 4 * hour)
        assert (item.starts_at, item.ends_at) == (NINE + week + hour, NINE + week + 2 * hour)


def test_the_conference_is_written_down_as_it_was_read(tenant):
    file = yaml.safe_load(CONFERENCE.read_text())
    with tenant.scope():
        apply_starter(tenant.info(), Starter(template="conference", content=file, folder=Path()))
        first = export_starter()
        for meeting in all_meetings():
            meeting.starter_key = None
            db.session.flush()
        apply_starter(tenant.info(), Starter(template="conference", content=first, folder=Path()))
        again = [
            one for one in export_starter()["meetings"] if one["key"] in {m["key"] for m in first["meetings"]}
        ]

    assert {one["key"]: one for one in again} == {one["key"]: one for one in first["meetings"]}
    [conference] = [one for one in first["meetings"] if one["key"] == "conference"]
    [written] = [one for one in file["meetings"] if one["key"] == "conference"]
    assert conference["agenda"] == written["agenda"]
    assert conference["speakers"] == written["speakers"]


def test_a_timetable_of_three_points_costs_no_more_than_one(tenant, visitor):
    with tenant.scope():
        meeting = make_meeting()
        add_item(meeting, title={"en": "One"}, speaker_ids=[add_speaker(meeting, name={"en": "One"}).id])
        db.session.commit()
        code = meeting.code
    address = tenant.public(f"/meeting/{code}/agenda")
    visitor.get(address)
    one = statements_of(lambda: visitor.get(address))
    with tenant.scope():
        [meeting] = all_meetings()
        for title in ("Two", "Three"):
            add_item(meeting, title={"en": title}, speaker_ids=[add_speaker(meeting, name={"en": title}).id])
        db.session.commit()
    visitor.get(address)

    assert statements_of(lambda: visitor.get(address)) == one


def statements_of(work):
    """How many statements some work sends."""
    sent = []
    event.listen(Engine, "before_cursor_execute", count := lambda *args: sent.append(args[2]))
    try:
        assert work().status_code == 200
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    return len(sent)
