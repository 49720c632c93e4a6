"""Writes about single responses: flags, the bin, letting in what was set aside."""

from zoneinfo import ZoneInfo

from sqlalchemy import update

from hutong import db, now, touch_tenant
from hutong.fields import FormDefinition
from plugins.survey.answers import version_of_response
from plugins.survey.counting import amounts_of, move_counters
from plugins.survey.models import Survey, SurveyResponse


def flag_response(*, response: SurveyResponse, flagged: bool) -> None:
    """Put a mark on an answer, or take it off; it counts either way."""
    response.flagged = flagged


def delete_response(*, response: SurveyResponse, zone: ZoneInfo) -> None:
    """Into the bin: results forget it at once, the row after a month."""
    if response.state == "deleted":
        return
    if response.state == "accepted":
        _count(response, zone, back=True)
    response.former_state, response.state, response.deleted_at = response.state, "deleted", now()


def restore_response(*, response: SurveyResponse, zone: ZoneInfo) -> None:
    """Out of the bin, to where it was."""
    if response.state != "deleted":
        return
    response.state, response.deleted_at = response.former_state or "accepted", None
    if response.state == "accepted":
        _count(response, zone)


def accept_response(*, response: SurveyResponse, zone: ZoneInfo) -> None:
    """What was set aside is a person's after all: it counts from now on."""
    if response.state != "quarantined":
        return
    response.state = "accepted"
    _count(response, zone)


def _count(response: SurveyResponse, zone: ZoneInfo, *, back: bool = False) -> None:
    """Results and a cap count the response, or no longer."""
    version = version_of_response(response)
    if version is None:
        return
    definition = FormDefinition.from_data(version.definition)
    amounts = amounts_of(definition, response.answers, response.submitted_at, response.seconds, zone)
    move_counters(response.survey_id, amounts, back=back)
    capped = db.session.execute(
        update(Survey)
        .where(Survey.id == response.survey_id, Survey.cap.is_not(None))
        .values(taken=Survey.taken + (-1 if back else 1))
        .returning(Survey.id)
    )
    if capped.first() is not None:
        touch_tenant(tenant_id=response.tenant_id)
