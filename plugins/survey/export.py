"""Answers as a table: one row for each response.

It is read in portions from one id to the next, so that any number of answers can be sent while neither a
transaction nor a connection is held between two portions.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hutong import db, gettext as _
from hutong.fields import Column, FormDefinition, kind_of
from hutong.people import person_names
from plugins.survey.filtering import Filter
from plugins.survey.models import Survey, SurveyResponse
from plugins.survey.queries import links_by_id, takes_names, versions_of

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Table:
    """What is needed to write a survey's answers down, read once."""

    survey_id: uuid.UUID
    language: str
    zone: ZoneInfo
    definitions: Mapping[uuid.UUID, FormDefinition]
    columns: Sequence[Column]
    links: Mapping[uuid.UUID, str]
    chosen: Filter
    by_name: bool
    """Whether any answer carries a name: only then there is a column for it."""

    @classmethod
    def of(cls, survey: Survey, language: str, zone: ZoneInfo, chosen: Filter) -> "Table":
        """The table of a survey in a language; times are told in `zone`."""
        definitions = {v.id: FormDefinition.from_data(v.definition) for v in versions_of(survey.id)}
        columns = _columns(list(definitions.values()), language)
        return cls(
            survey.id,
            language,
            zone,
            definitions,
            columns,
            links_by_id(survey.id),
            chosen,
            takes_names(survey.id),
        )

    def heading(self) -> list[str]:
        """The names of the columns."""
        about = [_("Received"), *([_("Name")] if self.by_name else [])]
        about += [_("Channel"), _("Language"), _("Seconds"), _("Flagged")]
        return [*about, *(column.heading for column in self.columns)]

    def portion(self, after: uuid.UUID | None) -> tuple[list[list[str]], uuid.UUID | None]:
        """The accepted responses after an id, oldest first, and the id to go on from; None at the end."""
        statement = select(SurveyResponse).where(
            SurveyResponse.survey_id == self.survey_id, SurveyResponse.state == "accepted"
        )
        if after is not None:
            statement = statement.where(SurveyResponse.id > after)
        statement = self.chosen.narrow(statement).order_by(SurveyResponse.id).limit(AT_ONCE)
        found = db.session.scalars(statement).all()
        names = person_names(response.person_id for response in found)
        rows = [self.row(response, names) for response in found]
        return rows, found[-1].id if len(found) == AT_ONCE else None

    def row(self, response: SurveyResponse, names: Mapping[uuid.UUID, str]) -> list[str]:
        """One response; `names` of people by id."""
        cells: dict[str, str] = {}
        definition = self.definitions[response.version_id] if response.version_id else None
        for question_id, answer in response.answers.items():
            question = definition.by_id.get(question_id) if definition else None
            if question is not None:
                cells |= kind_of(question).cells(question, answer, self.language)
        about = [
            response.submitted_at.astimezone(self.zone).strftime("%Y-%m-%d %H:%M"),
            *([names.get(response.person_id, "") if response.person_id else ""] if self.by_name else []),
            self.links.get(response.share_link_id, "") if response.share_link_id else "",
            response.language,
            str(response.seconds),
            "1" if response.flagged else "",
        ]
        return [*about, *(cells.get(column.key, "") for column in self.columns)]


def rows_of(table: Table) -> Iterator[list[str]]:
    """The whole table, the heading first."""
    yield table.heading()
    after: uuid.UUID | None = None
    while True:
        rows, after = table.portion(after)
        yield from rows
        if after is None:
            return


def _columns(definitions: Sequence[FormDefinition], language: str) -> list[Column]:
    """The columns of every question that was ever asked, the newest version's first."""
    found: dict[str, Column] = {}
    for definition in definitions:
        for question in definition.asking:
            for column in kind_of(question).columns(question, language):
                found.setdefault(column.key, column)
    return list(found.values())
