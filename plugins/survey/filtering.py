"""Counting only some of a survey's answers: those of a share link, those since a moment.

There are no counters for this; the database counts. It sums up equal answers to a question (one statement,
one row for each different answer; words are not told apart), and what those are worth is worked out here
with the same `tallies` that move the counters. So the numbers are the same, and 100,000 responses take
about as long as the database needs to read them.
"""

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, Text, and_, case, cast, column, func, literal_column, select
from sqlalchemy.dialects.postgresql import JSONB

from hutong import db
from hutong.fields import FormDefinition, kind_of
from plugins.survey.counting import LONGEST, is_postgresql
from plugins.survey.models import SurveyResponse

_SAID_ONLY = ("words", "share")
"""Charts of kinds for which it only matters that there is an answer."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which responses count: those of a share link, those since a moment."""

    share_link_id: uuid.UUID | None = None
    since: datetime | None = None

    def __bool__(self) -> bool:
        return self.share_link_id is not None or self.since is not None

    def narrow(self, statement: Select[Any]) -> Select[Any]:
        """`statement` over responses, with these conditions."""
        if self.share_link_id is not None:
            statement = statement.where(SurveyResponse.share_link_id == self.share_link_id)
        if self.since is not None:
            statement = statement.where(SurveyResponse.submitted_at >= self.since)
        return statement


EVERYTHING = Filter()


def counts_of_some(
    survey_id: uuid.UUID,
    definitions: Mapping[uuid.UUID, FormDefinition],
    chosen: Filter,
    days: Sequence[date],
    zone: ZoneInfo,
) -> Counter[str]:
    """The counters as they would be if there were only these responses; of the days only `days`."""
    counts = _totals(survey_id, chosen, days, zone)
    for version_id, question_id, answer, times in _answers(survey_id, definitions, chosen):
        question = definitions[version_id].by_id.get(question_id)
        if question is None:
            continue
        keys = [question.id] if answer is None else kind_of(question).tallies(question, answer)
        counts.update(dict.fromkeys(keys, times))
        if question.kind == "number":
            counts[f"@sum:{question.id}"] += round(answer * 100) * times
    return counts


def _totals(survey_id: uuid.UUID, chosen: Filter, days: Sequence[date], zone: ZoneInfo) -> Counter[str]:
    """How many responses there are, in all and on each day, and how long they took."""
    seconds = SurveyResponse.seconds
    timed = and_(seconds > 0, seconds <= LONGEST)
    sums = {"@timed": _sum(timed), "@seconds": _sum(timed, seconds)}
    for day in days:
        start, end = (datetime.combine(edge, time(), zone) for edge in (day, day + timedelta(days=1)))
        moment = SurveyResponse.submitted_at
        sums[f"@day:{day.isoformat()}"] = _sum(and_(moment >= start, moment < end))
    statement: Select[Any] = select(func.count(), *sums.values())  # type: ignore[assignment]
    row = db.session.execute(_some(statement, survey_id, chosen)).one()
    return Counter(dict(zip(["@all", *sums], map(int, row), strict=True)))


def _sum(condition: ColumnElement[bool], amount: Any = 1) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, amount), else_=0)), 0)


def _answers(
    survey_id: uuid.UUID, definitions: Mapping[uuid.UUID, FormDefinition], chosen: Filter
) -> Iterator[tuple[uuid.UUID, str, Any, int]]:
    """Version, question, answer (None for one that is only counted) and how often it was given.

    The database groups by one text, ``<version's number>:<question>=<JSON>``: sorting is most of its work,
    and it sorts one column much faster than three.
    """
    versions = list(definitions)
    if not versions:
        return
    number = case(
        {version_id: f"{place}:" for place, version_id in enumerate(versions)},
        value=SurveyResponse.version_id,
    )
    question, said = _each_answer(_only_counted(definitions.values()))
    statement = select((number + question + "=" + said).label("given"), func.count())
    rows = db.session.execute(_some(statement, survey_id, chosen).group_by(literal_column("given")))
    for given, times in rows:
        place, _, rest = given.partition(":")
        question_id, _, text = rest.partition("=")
        yield versions[int(place)], question_id, json.loads(text) if text else None, times


def _only_counted(definitions: Iterable[FormDefinition]) -> list[str]:
    """Questions whose answers are counted, whatever they say."""
    return sorted(
        {
            question.id
            for definition in definitions
            for question in definition.asking
            if kind_of(question).chart in _SAID_ONLY
        }
    )


def _each_answer(only_counted: Sequence[str]) -> tuple[ColumnElement[str], ColumnElement[str]]:
    """The parts of a response's JSON: question and answer; an empty answer for one that is only counted."""
    answers: Any = SurveyResponse.answers
    columns: tuple[ColumnElement[Any], ...]
    said: Any
    if is_postgresql():
        columns = column("key", Text), column("value", JSONB)
        parts = func.jsonb_each(answers).table_valued(*columns, joins_implicitly=True)
        said = cast(parts.c.value, Text)
    else:
        columns = column("key", Text), column("value", Text), column("type", Text)
        parts = func.json_each(answers).table_valued(*columns, joins_implicitly=True)
        is_group = parts.c.type.in_(["array", "object"])
        said = case((is_group, parts.c.value), else_=func.json_quote(parts.c.value, type_=Text))
    return parts.c.key, case((parts.c.key.in_(only_counted), ""), else_=said)


def _some(statement: Select[Any], survey_id: uuid.UUID, chosen: Filter) -> Select[Any]:
    return chosen.narrow(
        statement.where(SurveyResponse.survey_id == survey_id, SurveyResponse.state == "accepted")
    )
