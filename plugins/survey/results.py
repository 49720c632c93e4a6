"""The results of a survey as a whole: figures, a chart for each question, the newest words.

Without a filter all numbers come from the counters. With one (a share link, a time) the database counts
the responses that it lets through (`filtering.py`).
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from hutong import db, now, text_in
from hutong.fields import FormDefinition, kind_of
from plugins.survey.charts import QuestionResult, question_results
from plugins.survey.counting import counts_of
from plugins.survey.filtering import EVERYTHING, Filter, counts_of_some
from plugins.survey.models import Survey, SurveyResponse, SurveyVersion
from plugins.survey.queries import versions_of

NEWEST = 400
"""How many of the newest responses are looked through for words to quote."""
LATELY = 60
"""How many responses of all surveys together are looked through for the console's first page."""
QUOTED = 3


@dataclass(frozen=True, slots=True)
class Words:
    """Something somebody wrote."""

    text: str
    response_id: uuid.UUID
    submitted_at: datetime
    share_link_id: uuid.UUID | None
    flagged: bool


@dataclass(frozen=True, slots=True)
class Results:
    """What a survey's answers say."""

    responses: int
    seconds: int | None
    days: Sequence[tuple[date, int]]
    questions: Sequence[QuestionResult]
    words: Mapping[str, Sequence[Words]]


def results_of(survey: Survey, language: str, zone: ZoneInfo, chosen: Filter = EVERYTHING) -> Results:
    """The results of a survey that was published at least once."""
    definitions = {v.id: FormDefinition.from_data(v.definition) for v in versions_of(survey.id)}
    days = _last_days(zone)
    counts = counts_of_some(survey.id, definitions, chosen, days, zone) if chosen else counts_of(survey.id)
    timed = counts["@timed"]
    return Results(
        responses=counts["@all"],
        seconds=round(counts["@seconds"] / timed) if timed else None,
        days=[(day, counts[f"@day:{day.isoformat()}"]) for day in days],
        questions=question_results(list(definitions.values()), counts, language),
        words=_newest_words(survey, definitions, language, chosen),
    )


def _last_days(zone: ZoneInfo, days: int = 7) -> list[date]:
    today = now().astimezone(zone).date()
    return [today - timedelta(days=days - 1 - offset) for offset in range(days)]


def _newest_words(
    survey: Survey, definitions: Mapping[uuid.UUID, FormDefinition], language: str, chosen: Filter
) -> dict[str, list[Words]]:
    """For each question answered in words, the newest few; words beside an option too."""
    found: dict[str, list[Words]] = {}
    for response in db.session.scalars(_newest(survey.id, NEWEST, chosen)):
        definition = definitions[response.version_id] if response.version_id else None
        for question_id, answer in response.answers.items():
            if definition is None or question_id not in definition.by_id:
                continue
            said = said_in(definition, question_id, answer, language)
            if said and len(found.setdefault(question_id, [])) < QUOTED:
                found[question_id].append(words_of(response, said))
    return found


def _newest(survey_id: uuid.UUID, limit: int, chosen: Filter) -> Select[Any]:
    """The newest responses, read in the order of the index that the filter can use."""
    by_time = [SurveyResponse.submitted_at.desc()] if chosen.since is not None else []
    statement = select(SurveyResponse).where(
        SurveyResponse.survey_id == survey_id, SurveyResponse.state == "accepted"
    )
    return chosen.narrow(statement).order_by(*by_time, SurveyResponse.id.desc()).limit(limit)


def newest_words(surveys: Sequence[Survey], limit: int = QUOTED) -> list[tuple[Survey, Words]]:
    """What was written last in any of these surveys, newest first; ids are ordered by time."""
    by_id = {survey.id: survey for survey in surveys}
    newest = select(SurveyResponse).where(SurveyResponse.state == "accepted")
    responses = db.session.scalars(newest.order_by(SurveyResponse.id.desc()).limit(LATELY)).all()
    named = select(SurveyVersion).where(SurveyVersion.id.in_({r.version_id for r in responses}))
    definitions = {v.id: FormDefinition.from_data(v.definition) for v in db.session.scalars(named)}
    found = []
    for response in responses:
        definition = definitions.get(response.version_id) if response.version_id else None
        texts = [
            response.answers[question.id]
            for question in (definition.asking if definition else ())
            if question.kind in ("long_text", "short_text") and question.id in response.answers
        ]
        if texts and response.survey_id in by_id:
            found.append((by_id[response.survey_id], words_of(response, texts[0])))
    return found[:limit]


def said_in(definition: FormDefinition, question_id: str, answer: Any, language: str) -> str:
    """What was written in an answer, in the writer's own words; empty for one that was only chosen."""
    question = definition.question(question_id)
    if question.kind in ("short_text", "long_text", "email", "phone", "number"):
        return kind_of(question).words(question, answer, language)
    items = answer if isinstance(answer, list) else [answer]
    return next((str(item["other"]) for item in items if isinstance(item, dict) and item.get("other")), "")


def words_of(response: SurveyResponse, text: str) -> Words:
    """One thing that a response says."""
    return Words(text, response.id, response.submitted_at, response.share_link_id, response.flagged)


def title_of(survey: Survey, language: str) -> str:
    """The survey's title in a language."""
    return text_in(survey.title, language, survey.languages)
