"""Counters: what results are made of, kept up to date with every response and never counted at reading.

On SQLite, where writes are serial anyway, the counters move in the response's own transaction. On
PostgreSQL a queue row is written instead and a job sums up: no transaction waits for a shared row.
Keys: ``@all``, ``@day:<date>``, ``@timed``, ``@seconds``, and for each question what its kind tallies
(``<question>``, ``<question>:<option>``); ``@sum:<question>`` adds up numbers in hundredths.
"""

import uuid
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from uuid6 import uuid7

from hutong import current_tenant_id, db, enqueue, now
from hutong.fields import FormDefinition, kind_of
from plugins.survey.models import SurveyCount, SurveyResponse, SurveyTally, SurveyVersion

LONGEST = 3600
"""Seconds that count at most: a page left open over lunch says nothing about the survey."""


def amounts_of(
    definition: FormDefinition,
    answers: Mapping[str, Any],
    submitted_at: datetime,
    seconds: int,
    zone: ZoneInfo,
) -> dict[str, int]:
    """By how much one response moves each counter."""
    amounts = {"@all": 1, f"@day:{submitted_at.astimezone(zone).date().isoformat()}": 1}
    if 0 < seconds <= LONGEST:
        amounts |= {"@timed": 1, "@seconds": seconds}
    for question in definition.asking:
        answer = answers.get(question.id)
        if answer is None:
            continue
        amounts |= dict.fromkeys(kind_of(question).tallies(question, answer), 1)
        if question.kind == "number":
            amounts[f"@sum:{question.id}"] = round(answer * 100)
    return amounts


def move_counters(survey_id: uuid.UUID, amounts: Mapping[str, int], *, back: bool = False) -> None:
    """Count a response, or take it back; one statement."""
    signed = {key: -amount if back else amount for key, amount in amounts.items()}
    if is_postgresql():
        db.session.add(SurveyTally(survey_id=survey_id, amounts=signed))
        _ask_to_roll_up(survey_id)
    else:
        _add_up(survey_id, signed)


def _ask_to_roll_up(survey_id: uuid.UUID) -> None:
    """Once a minute at most, however many answers come."""
    minute = int(now().timestamp() // 60)
    enqueue(
        "survey.roll_up",
        {"survey": str(survey_id)},
        key=f"survey.roll_up/{survey_id}/{minute}",
        run_at=now() + timedelta(seconds=60),
    )


def roll_up(survey_id: uuid.UUID) -> int:
    """Sum up the queue of a survey; gives the number of rows. Two at once share them out, none twice."""
    rows = db.session.scalars(
        delete(SurveyTally).where(SurveyTally.survey_id == survey_id).returning(SurveyTally.amounts)
    ).all()
    total: Counter[str] = Counter()
    for amounts in rows:
        total.update(amounts)
    if total:
        _add_up(survey_id, total)
    return len(rows)


def counts_of(survey_id: uuid.UUID) -> Counter[str]:
    """Every counter of a survey as of now, the queue included."""
    statement = select(SurveyCount.key, SurveyCount.n).where(SurveyCount.survey_id == survey_id)
    counts = Counter({row.key: row.n for row in db.session.execute(statement)})
    if is_postgresql():
        queue = select(SurveyTally.amounts).where(SurveyTally.survey_id == survey_id)
        for amounts in db.session.scalars(queue):
            counts.update(amounts)
    return counts


def answers_received(survey_id: uuid.UUID) -> int:
    """How many accepted responses a survey has."""
    return answers_by_survey()[survey_id]


def answers_by_survey() -> Counter[uuid.UUID]:
    """How many accepted responses each survey has; the number of statements does not depend on surveys."""
    statement = select(SurveyCount.survey_id, SurveyCount.n).where(SurveyCount.key == "@all")
    counts = Counter({row.survey_id: row.n for row in db.session.execute(statement)})
    if is_postgresql():
        for survey_id, amounts in db.session.execute(select(SurveyTally.survey_id, SurveyTally.amounts)):
            counts[survey_id] += amounts.get("@all", 0)
    return counts


def rebuild_counters(survey_id: uuid.UUID, zone: ZoneInfo) -> int:
    """Count all accepted responses anew; gives their number."""
    definitions = {
        version.id: FormDefinition.from_data(version.definition)
        for version in db.session.scalars(select(SurveyVersion).where(SurveyVersion.survey_id == survey_id))
    }
    rows = db.session.execute(
        select(
            SurveyResponse.version_id,
            SurveyResponse.answers,
            SurveyResponse.submitted_at,
            SurveyResponse.seconds,
        ).where(SurveyResponse.survey_id == survey_id, SurveyResponse.state == "accepted"),
        execution_options={"yield_per": 1000},
    )
    total: Counter[str] = Counter()
    for version_id, answers, submitted_at, seconds in rows:
        total.update(amounts_of(definitions[version_id], answers, submitted_at, seconds, zone))
    db.session.execute(delete(SurveyTally).where(SurveyTally.survey_id == survey_id))
    db.session.execute(delete(SurveyCount).where(SurveyCount.survey_id == survey_id))
    if total:
        _add_up(survey_id, total)
    return total["@all"]


def _add_up(survey_id: uuid.UUID, amounts: Mapping[str, int]) -> None:
    """One upsert, rows in the order of their keys: two at once can wait for each other but not dead-lock."""
    insert: Any = postgresql.insert if is_postgresql() else sqlite.insert
    tenant_id = current_tenant_id(db.session())
    statement = insert(SurveyCount).values(
        [
            {"tenant_id": tenant_id, "id": uuid7(), "survey_id": survey_id, "key": key, "n": amount}
            for key, amount in sorted(amounts.items())
        ]
    )
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "survey_id", "key"],
            set_={"n": SurveyCount.n + statement.excluded.n},
        )
    )


def is_postgresql() -> bool:
    """Whether counters are summed up by a job instead of at once."""
    return db.session.get_bind().dialect.name == "postgresql"
