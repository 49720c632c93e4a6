"""The blueprint of the console, and how its views find and name what an address means."""

import uuid

from flask import abort, g

from hutong import ConsoleBlueprint, interface_language
from hutong_flyer.content import parse_content
from hutong_flyer.face import on_one_line
from hutong_flyer.models import Flyer
from hutong_flyer.queries import flyer_by_id

EDIT = "flyer.edit"
PUBLISH = "flyer.publish"

blueprint = ConsoleBlueprint("flyer", __name__)


def existing_flyer(flyer_id: uuid.UUID, *, lock: bool = False) -> Flyer:
    """The flyer, or 404 where there is none or it lies in the bin."""
    flyer = flyer_by_id(flyer_id, lock=lock)
    if flyer is None or flyer.is_deleted:
        abort(404)
    return flyer


def title_of(flyer: Flyer) -> str:
    """The draft's headline on one line, in the language of whoever works here."""
    return on_one_line(g.tenant.text(parse_content(flyer.draft).headline, interface_language()).splitlines())
