"""Where this browser's counter stands: said once, and what is done at it is noted there."""

import uuid
from dataclasses import dataclass

from flask import g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from hutong import interface_language, policy
from plugins.club.console.blueprint import blueprint
from plugins.club.queries import places

LAST_PLACE = "club_place"
"""Where this browser's counter stands, in its session."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The places to choose from, by id, and the one where this counter stands."""

    here: str
    names: dict[str, str]


@blueprint.post("/here")
@policy("staff", permission="club.serve")
def stand() -> ResponseReturnValue:
    """Say where this counter stands; then back to the coupon that was at hand, if one was."""
    chosen = request.form.get("place", "")
    if chosen in _known():
        session[LAST_PLACE] = chosen
    coupon_id = request.form.get("coupon", type=uuid.UUID)
    if coupon_id is None:
        return redirect(url_for("club_console.index"))
    shown = request.form.get("member", type=uuid.UUID)
    return redirect(url_for("club_console.coupon", coupon_id=coupon_id, member=shown))


def counter_place() -> uuid.UUID | None:
    """Where this browser's counter stands: as it was last chosen, else the first place."""
    place = _here(_known())
    return uuid.UUID(place) if place else None


def standing() -> Standing | None:
    """Where this counter stands; None where there is nothing to choose."""
    known = _known()
    return Standing(_here(known), known) if len(known) > 1 else None


def _known() -> dict[str, str]:
    return {str(place.id): g.tenant.text(place.name, interface_language()) for place in places()}


def _here(known: dict[str, str]) -> str:
    chosen = str(session.get(LAST_PLACE, ""))
    return chosen if chosen in known else next(iter(known), "")
