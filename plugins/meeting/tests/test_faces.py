"""Meetings in the rest of the house: menu, share targets, a page's card, the console's first page."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hutong import Starter, StarterError, db, tenant_in_scope
from plugins.meeting.faces import meeting_block
from plugins.meeting.offering import menu_entries, share_targets
from plugins.meeting.queries import all_meetings
from plugins.meeting.repeating import repeat_meeting
from plugins.meeting.starter import apply_starter, export_starter
from plugins.meeting.testing import make_meeting

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = datetime(2037, 5, 22, 9, 0, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)


def _at(start, title="Tea", **more):
    return make_meeting(title, starts_at=start, ends_at=start + HOUR, zone="Asia/Shanghai", **more)


def test_menu_targets_and_the_card_follow_what_is_coming(tenant, time_machine):
    time_machine.move_to(TODAY, tick=False)
    request = tenant.app.test_request_context("/corner/?lang=en")
    with tenant.scope(), request:
        info = tenant.info()
        tea = _at(TODAY + 5 * HOUR, "Tea")
        series = repeat_meeting(
            _at(TODAY + timedelta(days=7), "Walk", listed=False), {"freq": "weekly", "count": 2}
        )
        _at(TODAY - timedelta(days=2), "Gone")

        assert [entry.label for entry in menu_entries(info, "en")] == ["Tea"]
        states = {(one.kind, one.title): one.state for one in share_targets(info)}
        assert states == {
            ("meeting", "Tea"): "open",
            ("meeting", "Walk"): "open",
            ("meeting", "Gone"): "closed",
            ("series", "Walk"): "open",
        }
        assert [one.id for one in share_targets(info, series.id)] == [series.id]
        block = meeting_block(info)
        assert block.choices("en") == [("next", "The next meeting"), (tea.code, "Tea")]
        assert "Fri 22 May 2037, 14:00–15:00<br>Room 2" in block.render("next", "en", "")
        assert "占个位子" in block.render(tea.code, "zh", "占个位子")
        assert block.render("gone", "en", "") == ""


def test_the_console_s_first_page_has_today_s_meetings(tenant, time_machine):
    time_machine.move_to(TODAY, tick=False)
    with tenant.scope():
        _at(TODAY + 5 * HOUR, "Tea")
        _at(TODAY + timedelta(days=1), "Tomorrow")
        db.session.commit()

    text = tenant.owner.get(tenant.console("/")).text

    assert ("Meetings today" in text, ">Tea<" in text, "Tomorrow" in text) == (True, True, False)


def test_a_series_is_part_of_a_template(tenant):
    rule = {"freq": "monthly", "interval": 1, "byday": ["4FR"], "count": 2}
    with tenant.scope():
        repeat_meeting(_at(TODAY, "Walk"), rule)
        db.session.flush()
        told = export_starter()
        (series,) = told["series"]
        assert (series["title"]["en"], series["rule"]) == ("Walk", rule)
        assert [(one["series"], one["recurs"]) for one in told["meetings"]] == [
            (series["key"], {"on": "2037-05-22", "at": "09:00"}),
            (series["key"], {"on": "2037-06-26", "at": "09:00"}),
        ]
        for one in all_meetings():
            db.session.delete(one)
        db.session.flush()
        apply_starter(tenant_in_scope(), Starter(template="test", content=told, folder=Path()))
        assert export_starter() == told

        told["meetings"][0]["series"] = "unknown"
        with pytest.raises(StarterError, match="no series has the key unknown"):
            apply_starter(tenant_in_scope(), Starter(template="test", content=told, folder=Path()))
