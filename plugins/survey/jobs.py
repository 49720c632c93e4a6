"""Work of surveys after the answer or round the clock. Each comes out the same when it runs twice."""

import uuid
from collections.abc import Callable, Mapping
from datetime import time, timedelta
from typing import Any

from flask import g
from sqlalchemy import delete, or_, select

from hutong import daily, db, now
from plugins.survey.counting import rebuild_counters, roll_up
from plugins.survey.models import Survey, SurveyResponse, SurveyVersion
from plugins.survey.telling import tell_owner, tell_owner_of_the_day

BIN_DAYS = 30


def roll_up_counters(payload: Mapping[str, Any]) -> None:
    """Sum up one survey's queue (PostgreSQL)."""
    roll_up(uuid.UUID(payload["survey"]))


@daily(time(3, 30), while_off=True)
def forget(_payload: Mapping[str, Any]) -> None:
    """Delete answers older than their version promised, and what has lain in the bin for a month."""
    for survey in db.session.scalars(select(Survey)):
        if _forget_answers(survey):
            rebuild_counters(survey.id, g.tenant.zone)
    db.session.execute(delete(Survey).where(Survey.deleted_at < now() - timedelta(days=BIN_DAYS)))


def _forget_answers(survey: Survey) -> int:
    """Delete the survey's answers that are due; gives how many of them counted in results."""
    versions = db.session.execute(
        select(SurveyVersion.id, SurveyVersion.keep_days).where(SurveyVersion.survey_id == survey.id)
    ).all()
    promises = [(None, survey.keep_days), *versions]
    counted = 0
    for version_id, keep_days in promises:
        of_version = (
            SurveyResponse.version_id.is_(None)
            if version_id is None
            else SurveyResponse.version_id == version_id
        )
        gone = db.session.scalars(
            delete(SurveyResponse)
            .where(
                SurveyResponse.survey_id == survey.id,
                of_version,
                or_(
                    SurveyResponse.submitted_at < now() - timedelta(days=keep_days),
                    SurveyResponse.deleted_at < now() - timedelta(days=BIN_DAYS),
                ),
            )
            .returning(SurveyResponse.state)
        ).all()
        counted += gone.count("accepted")
    return counted


HANDLERS: dict[str, Callable[[Mapping[str, Any]], None]] = {
    "roll_up": roll_up_counters,
    "tell": tell_owner,
    "tell_daily": tell_owner_of_the_day,
    "forget": forget,
}
