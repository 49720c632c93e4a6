"""What happens to cases, as an append-only log: statistics are counted from it and from nothing else.

It says no word of a letter and knows days only; it stays when a case is deleted.
"""

import uuid
from datetime import date

from hutong import db
from plugins.complaint.models import Case, Event

KINDS = (
    "received",  # value: "named" or "anonymous"
    "acknowledged",  # value: days after its deadline ("+2"), before it ("-3") or "0"; empty: none was set
    "answered",  # the first answer; value as above
    "replied",  # each later word of a handler; value as above where the writer had asked on, else empty
    "written",  # each later word of the writer
    "assigned",  # value: the handler's id
    "recused",
    "reminded",  # a deadline comes near; value: "ack" or "answer", and the deadline: "answer 2026-11-30"
    "escalated",  # a deadline has passed; value as above
    "closed",  # value: the outcome
    "reopened",
    "rated",  # value: 1 to 5; "2>5" where the writer thought again
    "merged",  # value: the id of the case it went into
    "unmerged",
    "shared",  # value: the id of the handler who got the keys
    "original",  # a file was opened as it came
    "exported",  # value: "notes" where they went along
    "held",
    "released",
    "deleted",
)


def log_event(
    *, case: Case, kind: str, day: date, handler_id: uuid.UUID | None = None, value: str = ""
) -> None:
    """Write one line, in the transaction of what it tells of."""
    if kind not in KINDS:
        raise ValueError(kind)
    db.session.add(
        Event(
            case_id=case.id,
            box_id=case.box_id,
            topic_id=case.topic_id,
            day=day,
            kind=kind,
            handler_id=handler_id,
            value=value,
        )
    )
