"""Writes about surveys: making, publishing, opening and closing, the bin."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from hutong import LocalizedText, current_tenant_id, db, now, touch_tenant
from hutong.fields import FormDefinition, is_askable
from plugins.survey.counting import answers_received
from plugins.survey.errors import NothingToAskError
from plugins.survey.models import Survey, SurveyResponse, SurveyVersion


def create_survey(
    *,
    title: LocalizedText,
    languages: Sequence[str],
    texts: Mapping[str, Any] | None = None,
    draft: Mapping[str, Any] | None = None,
    keep_days: int = 365,
    nameless: bool = False,
    starter_key: str | None = None,
) -> Survey:
    """A new survey, not yet published. Without a `draft` it has one empty page."""
    survey = Survey(
        title=title,
        languages=list(languages),
        texts=dict(texts or {}),
        draft=dict(draft or {"pages": [{"questions": []}]}),
        keep_days=keep_days,
        nameless=nameless,
        starter_key=starter_key,
    )
    db.session.add(survey)
    db.session.flush()
    return survey


def publish_survey(*, survey: Survey, by: uuid.UUID | None = None) -> SurveyVersion:
    """Freeze the draft as the next version and let respondents see it; a draft opens.

    Pages without questions are left out. Raises `NothingToAskError`, or `DefinitionError` for a draft
    that breaks the rules of forms.
    """
    definition = published_form(survey.draft)
    version = SurveyVersion(
        survey_id=survey.id,
        number=survey.version_number + 1,
        title=survey.title,
        texts=survey.texts,
        definition=definition.to_data(),
        languages=survey.languages,
        keep_days=survey.keep_days,
        nameless=survey.nameless,
        published_by=by,
    )
    db.session.add(version)
    survey.version_number = version.number
    survey.undo = None
    if survey.state == "draft":
        survey.state = "open"
    _touch()
    return version


def published_form(draft: Mapping[str, Any]) -> FormDefinition:
    """What a draft would be published as. Raises `NothingToAskError` or `DefinitionError`."""
    pages = [page for page in draft["pages"] if page.get("questions")]
    if not pages:
        raise NothingToAskError
    definition = FormDefinition.from_data({"pages": pages})
    if not is_askable(definition):
        raise NothingToAskError
    return definition


def open_survey(*, survey: Survey) -> None:
    """Take answers (again). A closing time that has passed is dropped."""
    survey.state = "open"
    if survey.closes_at is not None and survey.closes_at <= now():
        survey.closes_at = None
    _touch()


def pause_survey(*, survey: Survey) -> None:
    """Take no answers for a while."""
    survey.state = "paused"
    _touch()


def close_survey(*, survey: Survey) -> None:
    """Take no more answers."""
    survey.state = "closed"
    _touch()


def schedule_survey(
    *, survey: Survey, opens_at: datetime | None, closes_at: datetime | None, cap: int | None
) -> None:
    """Set when the survey is open and how many answers it takes."""
    if cap is not None:
        survey.taken = answers_received(survey.id)
    survey.opens_at, survey.closes_at, survey.cap = opens_at, closes_at, cap
    _touch()


def set_words(*, survey: Survey, title: LocalizedText, texts: Mapping[str, Any]) -> None:
    """Change the words around the questions; respondents see them with the next version."""
    survey.title = title
    survey.texts = dict(texts)


def set_rules(
    *, survey: Survey, languages: Sequence[str], keep_days: int, nameless: bool, notify: str
) -> None:
    """Languages and promises go out with the next version; telling the owner changes at once."""
    survey.languages = list(languages)
    survey.keep_days = keep_days
    survey.nameless = nameless
    survey.notify = notify


def bin_survey(*, survey: Survey) -> None:
    """Put a survey into the bin; its answers stay with it."""
    survey.deleted_at = now()
    _touch()


def restore_survey(*, survey: Survey) -> None:
    """Take a survey out of the bin, as it was."""
    survey.deleted_at = None
    _touch()


def erase_survey(*, survey: Survey) -> None:
    """Delete a survey of the bin for good, with its versions and answers. The ledger stays as it is."""
    db.session.execute(delete(Survey).where(Survey.id == survey.id, Survey.deleted_at.is_not(None)))
    _touch()


def duplicate_survey(*, survey: Survey, title: LocalizedText) -> Survey:
    """A copy of a survey's draft, texts and settings, without answers."""
    return create_survey(
        title=title,
        languages=survey.languages,
        texts=survey.texts,
        draft=survey.draft,
        keep_days=survey.keep_days,
        nameless=survey.nameless,
    )


def clear_tests(*, survey: Survey) -> int:
    """Delete the answers of the rehearsal for good; gives their number."""
    gone = db.session.scalars(
        delete(SurveyResponse)
        .where(SurveyResponse.survey_id == survey.id, SurveyResponse.state == "test")
        .returning(SurveyResponse.id)
    ).all()
    return len(gone)


def mark_seen(*, survey: Survey) -> None:
    """The owner has looked at the results."""
    survey.seen = survey.told = answers_received(survey.id)


def _touch() -> None:
    """Pages that mention surveys are made anew."""
    db.session.flush()
    touch_tenant(tenant_id=current_tenant_id(db.session()))
