"""What of meetings goes into a template that a business saves: no guest, no vote, nobody's name."""

from typing import Any

from hutong.starters import ADDRESS, AS_IS, DAYS, KEY, OUT, PHOTO, QUESTION, SPEAKER, WORDS, ByKind

_MEETING: dict[str, Any] = {
    "key": KEY,
    "title": WORDS,
    "text": WORDS,
    "place": ADDRESS,
    "link": OUT,  # the room of a video meeting
    "zone": AS_IS,
    "starts": DAYS,
    "ends": DAYS,
    "all_day": AS_IS,
    "listed": AS_IS,
    "state": AS_IS,
    "registration": AS_IS,
    "capacity": AS_IS,
    "approval": AS_IS,
    "asks_phone": AS_IS,
    "questions": [QUESTION],
    "shows_minutes": AS_IS,
    "reminds": AS_IS,
    "live_moderated": AS_IS,
    "series": KEY,
    "recurs": DAYS,
    "speakers": [{"key": KEY, "name": SPEAKER, "role": WORDS, "text": WORDS, "photo": PHOTO}],
    "agenda": [
        {
            "key": KEY,
            "kind": AS_IS,
            "title": WORDS,
            "text": WORDS,
            "room": WORDS,
            "day": AS_IS,
            "from": AS_IS,
            "to": AS_IS,
            "speakers": KEY,
        }
    ],
    "poll": DAYS,
}
POLICY: dict[str, Any] = {
    "series": [{"key": KEY, "title": WORDS, "text": WORDS, "rule": AS_IS}],
    "meetings": [ByKind("state", {"draft": OUT}, other=_MEETING)],
}
