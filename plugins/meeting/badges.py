"""Badges: what stands on each, and on which paper they are printed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from markupsafe import Markup
from sqlalchemy import select

from hutong import db, lazy_gettext as _l, text_in
from hutong.fields import kind_of
from hutong.pages import qr_svg
from plugins.meeting.door_queries import spelling
from plugins.meeting.guest_answers import questions_asked
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.queries import HOLDS_SEAT

PAPERS = {
    "sheet": _l("A4, ten to cut out"),
    "label": _l("Labels, 100 × 62 mm"),
}
WHO = {
    "coming": _l("Everybody who is expected"),
    "missing": _l("Who isn’t in yet"),
    "walk_in": _l("Who walked in"),
}
COMPANY = ("company", "organi", "employer", "school", "公司", "单位", "机构", "企业", "学校")
"""Words in a question whose answer belongs on a badge, if nobody says otherwise."""
LONG, LONGER = 12, 22
"""Widths of a name, a Chinese character being two, above which it is set smaller."""


@dataclass(frozen=True, slots=True)
class Badge:
    """One badge."""

    name: str
    line: str
    code: Markup
    ticket: str

    @property
    def size(self) -> str:
        """How large the name can stand."""
        width = sum(2 if east_asian_width(mark) in "WF" else 1 for mark in self.name)
        return "" if width <= LONG else "long" if width <= LONGER else "longer"


def badges_of(guests: Sequence[Guest], *, line: str, language: str) -> list[Badge]:
    """The badges of these guests; `line` is the id of the question whose answer stands below the name."""
    return [
        Badge(
            guest.name,
            answer_to(guest, line, language) if line else "",
            qr_svg(guest.ticket, guest.ticket),
            guest.ticket,
        )
        for guest in guests
    ]


def guests_for_badges(meeting: Meeting, *, who: str, guest_id: uuid.UUID | None = None) -> list[Guest]:
    """One guest, or everybody of `WHO`, by name."""
    found = select(Guest).where(Guest.meeting_id == meeting.id)
    if guest_id is not None:
        found = found.where(Guest.id == guest_id)
    else:
        found = found.where(Guest.state == HOLDS_SEAT)
    if guest_id is None and who == "missing":
        found = found.where(Guest.checked_in_at.is_(None))
    if guest_id is None and who == "walk_in":
        found = found.where(Guest.origin == "walk_in")
    return sorted(db.session.scalars(found), key=lambda guest: (spelling(guest.name), str(guest.id)))


def badge_lines(meeting: Meeting, language: str) -> dict[str, str]:
    """Questions of registration whose answer could stand on a badge, by id."""
    form = questions_asked(meeting.questions)
    return {question.id: text_in(question.title, language) for question in form.asking} if form else {}


def company_line(lines: dict[str, str]) -> str:
    """The question that asks where somebody comes from; empty if none seems to."""
    return next(
        (key for key, title in lines.items() if any(word in f"{key} {title}".lower() for word in COMPANY)), ""
    )


def answer_to(guest: Guest, question_id: str, language: str) -> str:
    """What the guest answered to one question, in words; empty where they did not."""
    form = questions_asked(guest.asked)
    for question in form.asking if form and question_id in guest.answers else ():
        if question.id == question_id:
            return kind_of(question).words(question, guest.answers[question_id], language)
    return ""
