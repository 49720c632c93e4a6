"""An open talk, as its pages hand it on: which case, and the key that opens what was said."""

import uuid

from flask import g

from plugins.complaint.carrying import HALF_AN_HOUR, carried, carry
from plugins.complaint.models import Case
from plugins.complaint.queries import case_by_id

TALK = "talk"
_PURPOSE = "talk"


def talk_field(case_id: uuid.UUID, talk_key: bytes) -> str:
    """For the hidden field of a page; good for half an hour."""
    return carry({"case": str(case_id), "key": talk_key.hex()}, _PURPOSE, g.tenant.id)


def talk_in(field: str) -> tuple[Case, bytes] | None:
    """The case and the talk key that a page handed on; None where it was too long ago or the case is gone."""
    what = carried(field, _PURPOSE, g.tenant.id, lifetime=HALF_AN_HOUR)
    case = case_by_id(uuid.UUID(what["case"])) if what else None
    return (case, bytes.fromhex(what["key"])) if what and case else None
