"""Single answers: lists of them by state or question, page by page from the newest."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hutong import db, text_in
from hutong.fields import FormDefinition, kind_of
from plugins.survey.filtering import Filter
from plugins.survey.models import SurveyResponse, SurveyVersion
from plugins.survey.queries import versions_of
from plugins.survey.results import Words, said_in, words_of

ON_A_PAGE = 20
_LOOKED_THROUGH = 5_000
"""How many responses are searched at most for one page of words."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A portion of a list; `after` is where the next one begins, None at the end."""

    rows: Sequence[Any]
    after: uuid.UUID | None


def responses_in(survey_id: uuid.UUID, show: str, after: uuid.UUID | None, chosen: Filter) -> Listed:
    """Responses from the newest on: ``accepted``, ``flagged``, ``test``, ``quarantined`` or ``deleted``."""
    statement = select(SurveyResponse).where(SurveyResponse.survey_id == survey_id)
    if show == "flagged":
        statement = statement.where(SurveyResponse.flagged, SurveyResponse.state == "accepted")
    else:
        statement = statement.where(SurveyResponse.state == show)
    if after is not None:
        statement = statement.where(SurveyResponse.id < after)
    statement = chosen.narrow(statement).order_by(SurveyResponse.id.desc()).limit(ON_A_PAGE + 1)
    rows = db.session.scalars(statement).all()
    return Listed(rows[:ON_A_PAGE], rows[ON_A_PAGE - 1].id if len(rows) > ON_A_PAGE else None)


def words_in(
    survey_id: uuid.UUID, question_id: str, language: str, after: uuid.UUID | None, chosen: Filter
) -> Listed:
    """What was written to one question, from the newest on."""
    definitions = definitions_of(survey_id)
    statement = select(SurveyResponse).where(
        SurveyResponse.survey_id == survey_id, SurveyResponse.state == "accepted"
    )
    if after is not None:
        statement = statement.where(SurveyResponse.id < after)
    rows = db.session.scalars(
        chosen.narrow(statement).order_by(SurveyResponse.id.desc()).limit(_LOOKED_THROUGH),
        execution_options={"yield_per": 100},
    )
    found: list[Words] = []
    last = None
    for count, response in enumerate(rows, start=1):
        last = response.id
        definition = definitions.get(response.version_id)
        answer = response.answers.get(question_id)
        if definition is not None and answer is not None and question_id in definition.by_id:
            said = said_in(definition, question_id, answer, language)
            found += [words_of(response, said)] if said else []
        if len(found) == ON_A_PAGE or count == _LOOKED_THROUGH:
            return Listed(found, last)
    return Listed(found, None)


def definitions_of(survey_id: uuid.UUID) -> dict[uuid.UUID | None, FormDefinition]:
    """The questions of every version, newest first."""
    return {version.id: FormDefinition.from_data(version.definition) for version in versions_of(survey_id)}


def question_titles(survey_id: uuid.UUID, language: str) -> dict[str, str]:
    """Titles of all questions ever asked, by id; the newest wording wins."""
    titles: dict[str, str] = {}
    for definition in definitions_of(survey_id).values():
        for question in definition.asking:
            titles.setdefault(question.id, text_in(question.title, language))
    return titles


def in_words(definition: FormDefinition, answers: dict[str, Any], language: str) -> list[tuple[str, str]]:
    """All answers of a response as people would say them, in the order of the form."""
    return [
        (text_in(question.title, language), kind_of(question).words(question, answers[question.id], language))
        for question in definition.asking
        if question.id in answers
    ]


def in_brief(definition: FormDefinition | None, answers: dict[str, Any], language: str) -> str:
    """What tells a response from others in a list: its longest words, else its first choices."""
    if definition is None:
        return ""
    written = [a for a in answers.values() if isinstance(a, str) and len(a) > 12]
    if written:
        return max(written, key=len)
    return " · ".join(words for _title, words in in_words(definition, answers, language)[:3])


def version_of_response(response: SurveyResponse) -> SurveyVersion | None:
    """The version that a response answers; None for a test of a draft."""
    if response.version_id is None:
        return None
    return db.session.scalar(select(SurveyVersion).where(SurveyVersion.id == response.version_id))
