"""How a flyer stands, in words and as the state of a share target."""

from datetime import date
from typing import Literal

from hutong import gettext as _, interface_language
from hutong_flyer.content import parse_content
from hutong_flyer.face import until_words
from hutong_flyer.models import Flyer
from hutong_flyer.queries import PublishedFlyer

State = Literal["open", "paused", "closed", "draft"]


def state_of(given: PublishedFlyer, today: date) -> State:
    """Whether customers see it: open, closed once its last day has passed, paused while it is taken down."""
    if given.content is None:
        return "paused"
    return "closed" if given.content.is_over(today) else "open"


def state_words(flyer: Flyer, given: PublishedFlyer | None, today: date) -> tuple[str, str]:
    """What the console says of it, and the kind of the pill that says it."""
    if given is None:
        return _("Not published yet"), ""
    if given.content is None:
        return _("Taken down"), "off"
    until = until_words(given.content.until, today, interface_language())
    if given.content.is_over(today):
        return _("Ran until %(day)s", day=until), "new"
    if parse_content(flyer.draft) != given.content:
        return _("Customers see it, with changes not published yet"), "open"
    return (_("Customers see it until %(day)s", day=until) if until else _("Customers see it")), "open"
