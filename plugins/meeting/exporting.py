"""The list of guests to take along: a row for each guest, a column for each question they were asked."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hutong import db, gettext as _
from hutong.exports import BOM, csv_text
from hutong.fields import Column
from plugins.meeting.guest_answers import answer_cells, answer_columns, questions_asked
from plugins.meeting.guest_queries import guests_after, link_names
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.state_words import GUEST_STATES

AT_ONCE = 300


@dataclass(frozen=True, slots=True)
class Table:
    """What is needed to write a meeting's guests down, read once; times are told in `zone`."""

    meeting_id: uuid.UUID
    language: str
    zone: ZoneInfo
    columns: Sequence[Column]

    @classmethod
    def of(cls, meeting: Meeting, language: str, zone: ZoneInfo) -> "Table":
        """The table of a meeting; its columns are those of the questions now, then of those asked before."""
        asked = db.session.scalars(select(Guest.asked).where(Guest.meeting_id == meeting.id))
        forms = {json.dumps(questions): questions for questions in [meeting.questions, *asked] if questions}
        found = [form for form in map(questions_asked, forms.values()) if form is not None]
        return cls(meeting.id, language, zone, answer_columns(found, language))

    def head(self) -> str:
        """The first line; with a mark so that Excel reads UTF-8."""
        about = [_("Name"), _("State"), _("E-mail"), _("Phone"), _("Ticket"), _("On the list since")]
        about += [_("Answered"), _("Let in at"), _("Link"), _("Note")]
        return BOM + csv_text([[*about, *(column.heading for column in self.columns)]])

    def portion(self, after: uuid.UUID | None) -> tuple[str, uuid.UUID | None]:
        """The guests after an id, and the id to go on from; None at the end."""
        guests = guests_after(self.meeting_id, after, AT_ONCE)
        links = link_names(guest.share_link_id for guest in guests)
        text = csv_text(self._row(guest, links) for guest in guests)
        return text, guests[-1].id if len(guests) == AT_ONCE else None

    def _row(self, guest: Guest, links: Mapping[uuid.UUID, str]) -> list[str]:
        cells = answer_cells(guest, self.language)
        moments = (guest.created_at, guest.answered_at, guest.checked_in_at)
        times = [f"{one.astimezone(self.zone):%Y-%m-%d %H:%M}" if one else "" for one in moments]
        link = links.get(guest.share_link_id, "") if guest.share_link_id else ""
        about = [guest.name, str(GUEST_STATES[guest.state]), guest.email or "", guest.phone, guest.ticket]
        return [*about, *times, link, guest.note, *(cells.get(column.key, "") for column in self.columns)]
