"""The blueprint that all pages of the console hang on, and what they share."""

import uuid

from flask import abort

from hutong import ConsoleBlueprint
from hutong_luckydraw.models import Draw
from hutong_luckydraw.queries import draw_by_id

blueprint = ConsoleBlueprint("luckydraw", __name__)
EDIT, REDEEM = "luckydraw.edit", "luckydraw.redeem"


def draw_or_404(draw_id: uuid.UUID, *, lock: bool = False) -> Draw:
    """The draw of an address; `lock` before a change, so that two editors come one after the other."""
    return draw_by_id(draw_id, lock=lock) or abort(404)
