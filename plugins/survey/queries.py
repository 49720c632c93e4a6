"""Reads about surveys of the tenant in scope."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import defer

from hutong import db, gettext as _, links_of, now
from plugins.survey.models import Survey, SurveyResponse, SurveyVersion


def surveys_in_use() -> Sequence[Survey]:
    """Surveys outside the bin, newest first."""
    return db.session.scalars(
        select(Survey).where(Survey.deleted_at.is_(None)).order_by(Survey.id.desc())
    ).all()


def published_surveys() -> Sequence[Survey]:
    """Surveys that respondents can meet, in the order they were made."""
    return db.session.scalars(
        select(Survey).where(Survey.deleted_at.is_(None), Survey.version_number > 0).order_by(Survey.id)
    ).all()


def published_faces(key: str = "") -> list[tuple[Survey, SurveyVersion]]:
    """Surveys that respondents can meet, with the version they meet (without its questions).

    `key` narrows them to the survey that a template or a page calls so: its starter key or its code.
    """
    statement = (
        select(Survey, SurveyVersion)
        .join(
            SurveyVersion,
            and_(SurveyVersion.survey_id == Survey.id, SurveyVersion.number == Survey.version_number),
        )
        .where(Survey.deleted_at.is_(None))
        .order_by(Survey.id)
        .options(defer(SurveyVersion.definition))
    )
    if key:
        statement = statement.where((Survey.starter_key == key) | (Survey.code == key))
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def binned_surveys() -> Sequence[Survey]:
    """Surveys in the bin, last binned first."""
    return db.session.scalars(
        select(Survey).where(Survey.deleted_at.is_not(None)).order_by(Survey.deleted_at.desc())
    ).all()


def survey_by_code(code: str, *, in_bin: bool = False, lock: bool = False) -> Survey | None:
    """The survey with this code, outside the bin unless `in_bin`; `lock` waits for other editors."""
    statement = select(Survey).where(Survey.code == code.lower())
    if not in_bin:
        statement = statement.where(Survey.deleted_at.is_(None))
    return db.session.scalar(statement.with_for_update() if lock else statement)


def survey_by_id(survey_id: uuid.UUID) -> Survey | None:
    """A survey of this tenant, wherever it is."""
    return db.session.scalar(select(Survey).where(Survey.id == survey_id))


def survey_by_key(key: str) -> Survey | None:
    """The survey a template or a page calls by this name: its starter key, else its code."""
    found = select(Survey).where((Survey.starter_key == key) | (Survey.code == key))
    return db.session.scalar(found.where(Survey.deleted_at.is_(None)).order_by(Survey.id))


def version_of(survey_id: uuid.UUID, number: int) -> SurveyVersion | None:
    """One published version."""
    return db.session.scalar(
        select(SurveyVersion).where(SurveyVersion.survey_id == survey_id, SurveyVersion.number == number)
    )


def versions_of(survey_id: uuid.UUID) -> Sequence[SurveyVersion]:
    """Every published version, newest first."""
    return db.session.scalars(
        select(SurveyVersion)
        .where(SurveyVersion.survey_id == survey_id)
        .order_by(SurveyVersion.number.desc())
    ).all()


def response_by_id(
    survey_id: uuid.UUID, response_id: uuid.UUID, *, lock: bool = False
) -> SurveyResponse | None:
    """One response of a survey; `lock` before it is judged, so that it is counted or taken back once."""
    statement = select(SurveyResponse).where(
        SurveyResponse.survey_id == survey_id, SurveyResponse.id == response_id
    )
    return db.session.scalar(statement.with_for_update() if lock else statement)


def takes_names(survey_id: uuid.UUID) -> bool:
    """Whether any answer that counts has a name beside it."""
    named = select(SurveyResponse.id).where(
        SurveyResponse.survey_id == survey_id,
        SurveyResponse.person_id.is_not(None),
        SurveyResponse.state == "accepted",
    )
    return db.session.scalar(named.limit(1)) is not None


def states_of(survey_id: uuid.UUID) -> dict[str, int]:
    """How many responses are in each state but accepted (those have a counter)."""
    rows = db.session.execute(
        select(SurveyResponse.state, func.count())
        .where(SurveyResponse.survey_id == survey_id, SurveyResponse.state != "accepted")
        .group_by(SurveyResponse.state)
    )
    return {row[0]: row[1] for row in rows}


def set_aside_by_survey() -> dict[uuid.UUID, int]:
    """How many responses of each survey look like a machine's and wait to be judged."""
    rows = db.session.execute(
        select(SurveyResponse.survey_id, func.count())
        .where(SurveyResponse.state == "quarantined")
        .group_by(SurveyResponse.survey_id)
    )
    return {row[0]: row[1] for row in rows}


def why_closed(survey: Survey) -> str:
    """Why no answer is taken at this moment; empty while the survey is open. See `SurveyClosedError`."""
    if survey.version_number == 0 or survey.state == "draft":
        return "draft"
    if survey.state in ("paused", "closed"):
        return survey.state
    if survey.opens_at is not None and now() < survey.opens_at:
        return "early"
    if survey.closes_at is not None and now() >= survey.closes_at:
        return "closed"
    return "full" if survey.cap is not None and survey.taken >= survey.cap else ""


def next_turn(survey: Survey) -> datetime | None:
    """When the clock alone may open or close the survey next."""
    if survey.version_number == 0 or survey.state != "open":
        return None
    coming = [moment for moment in (survey.opens_at, survey.closes_at) if moment and moment > now()]
    return min(coming, default=None)


def links_by_id(survey_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """Names of the share links that lead to a survey, by id; the first needs none, others have their code."""
    links = links_of(survey_id)
    return {
        link.id: link.channel or (link.code if number else _("First code"))
        for number, link in enumerate(links)
    }
