"""A draft is looked at by colleagues, as it will be, and stays a draft."""

import re
from datetime import timedelta

from hutong import db, now
from plugins.meeting.agenda_editing import add_item
from plugins.meeting.queries import meeting_by_id
from plugins.meeting.testing import make_meeting

EN = {"lang": "en"}


def test_colleagues_see_the_draft_as_it_will_be_and_nobody_else_does(tenant, visitor, time_machine):
    with tenant.scope():
        meeting = make_meeting("Tea", state="draft", capacity=5)
        add_item(meeting, title={"en": "Lights"})
        db.session.commit()
        page, hub = tenant.public(f"/meeting/{meeting.code}"), tenant.console(f"/meeting/{meeting.id}/")
        meeting_id = meeting.id

    address = tenant.staff.get(f"{hub}preview").location
    answer = visitor.get(address, query_string=EN)

    assert f'href="{hub}preview"' in tenant.owner.get(hub, query_string=EN).text
    assert [word in answer.text for word in ("Tea", "Lights", "5 seats left", "Keep me a seat")] == [True] * 4
    assert '<meta name="robots" content="noindex">' in answer.text
    assert re.findall(r"<a\b[^>]*\shref=", answer.text) == []
    assert visitor.get(f"{hub}preview").status_code == 302
    assert "sign-in" in visitor.get(f"{hub}preview").location
    assert [visitor.get(path).status_code for path in (page, f"{page}/preview/x", f"{address}x")] == [404] * 3
    time_machine.move_to(now() + timedelta(hours=2))
    assert visitor.get(address).status_code == 404
    with tenant.scope():
        assert meeting_by_id(meeting_id).state == "draft"
