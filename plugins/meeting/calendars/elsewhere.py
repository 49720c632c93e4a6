"""A meeting as a link that fills in the form of a calendar on the web."""

from datetime import UTC, date, datetime
from urllib.parse import urlencode

from plugins.meeting.calendars.events import Words, times_of
from plugins.meeting.models import Meeting

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"
OFFICE = "https://outlook.office.com/calendar/0/deeplink/compose"
LONGEST = 1000
"""Characters of the text that such a link takes along."""


def google_link(meeting: Meeting, words: Words) -> str:
    """Google Calendar's form."""
    times = "/".join(_plain(moment).replace("-", "").replace(":", "") for moment in times_of(meeting))
    zone = {} if meeting.all_day else {"ctz": meeting.zone}
    said = {"text": words.title, "dates": times, "details": _details(words), "location": words.place}
    return f"{GOOGLE}?{urlencode({'action': 'TEMPLATE'} | said | zone)}"


def outlook_link(meeting: Meeting, words: Words, form: str = OUTLOOK) -> str:
    """The form of Outlook on the web; `OFFICE` for those of firms and schools."""
    start, end = (_plain(moment) for moment in times_of(meeting))
    said = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "startdt": start,
        "enddt": end,
        "subject": words.title,
        "body": _details(words),
        "location": words.place,
    }
    return f"{form}?{urlencode(said | ({'allday': 'true'} if meeting.all_day else {}))}"


def _details(words: Words) -> str:
    return f"{words.text[:LONGEST]}\n\n{words.url}".strip()


def _plain(moment: date) -> str:
    if isinstance(moment, datetime):
        return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return moment.isoformat()
