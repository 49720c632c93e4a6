"""Whether a box takes letters, and what it promises."""

from collections.abc import Mapping
from typing import Any

from hutong import gettext as _, interface_language, ngettext
from plugins.complaint.deadlines import Terms
from plugins.complaint.models import Box
from plugins.complaint.queries import active_handlers, keyring, topics_of


def why_closed(box: Box, *, is_named: bool | None = None) -> str:
    """Why a box takes no letter (of this sort): unset, paused, closed, way; empty where it takes them."""
    if keyring() is None or not topics_of(box.id):
        return "unset"
    if box.state != "open":
        return box.state
    if not active_handlers():
        return "paused"
    takes = {None: True, True: box.takes_named, False: box.takes_anonymous}
    return "" if takes[is_named] else "way"


def promise(terms: Mapping[str, Any]) -> str:
    """By when somebody answers, in a sentence or two."""
    asked = Terms.of(terms)
    said = [_answer(asked)]
    if asked.ack_days:
        said.insert(
            0,
            ngettext(
                "You’re told within %(num)s day that it has arrived.",
                "You’re told within %(num)s days that it has arrived.",
                asked.ack_days,
            ),
        )
    return ("" if interface_language() == "zh" else " ").join(said)


def _answer(asked: Terms) -> str:
    if asked.answer_months:
        return ngettext(
            "You get an answer within %(num)s month.",
            "You get an answer within %(num)s months.",
            asked.answer_months,
        )
    if not asked.answer_days:
        return _("Somebody answers as soon as they can.")
    if asked.business_days:
        return ngettext(
            "You get an answer within %(num)s working day.",
            "You get an answer within %(num)s working days.",
            asked.answer_days,
        )
    return ngettext(
        "You get an answer within %(num)s day.", "You get an answer within %(num)s days.", asked.answer_days
    )
