"""Taking an answer: one transaction with a fixed number of statements, whatever came before."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from hutong import current_tenant_id, db, now, record_act, record_act_once, touch_tenant
from hutong.fields import BotVerdict, FormDefinition, FormToken, answers_digest
from plugins.survey.counting import amounts_of, is_postgresql, move_counters
from plugins.survey.errors import SurveyClosedError, TokenUsedError
from plugins.survey.models import Survey, SurveyResponse
from plugins.survey.telling import ask_to_tell


@dataclass(frozen=True, slots=True)
class Submission:
    """What arrived: cleaned answers, under which token, from where."""

    token: FormToken
    definition: FormDefinition
    version_id: uuid.UUID | None
    answers: Mapping[str, Any]
    language: str
    verdict: BotVerdict
    share_link_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None
    """Whose name stands beside the answer; None: nobody's."""
    is_test: bool = False

    @property
    def seconds(self) -> int:
        """How long the form was open."""
        return max(0, round(self.token.age()))

    @property
    def state(self) -> str:
        """Where the response goes: what looks like a machine's is set aside, never dropped."""
        if self.is_test:
            return "test"
        return "quarantined" if self.verdict.suspicious else "accepted"


def submit_response(*, survey: Survey, sent: Submission, zone: ZoneInfo) -> None:
    """Store a response once; the same again under the same token changes nothing.

    Raises `TokenUsedError` where the token brought other answers before, `SurveyClosedError` where the
    cap is reached: then nothing may be committed.
    """
    if not _insert(survey, sent):
        if not is_repeat(survey=survey, sent=sent):
            raise TokenUsedError
        return
    if sent.state != "accepted":
        return
    move_counters(survey.id, amounts_of(sent.definition, sent.answers, now(), sent.seconds, zone))
    record_start(survey=survey, token=sent.token, share_link_id=sent.share_link_id, person_id=sent.person_id)
    record_completion(survey=survey, share_link_id=sent.share_link_id, person_id=sent.person_id)
    ask_to_tell(survey)
    db.session.flush()
    if survey.cap is not None:
        _take_place(survey)


def is_repeat(*, survey: Survey, sent: Submission) -> bool:
    """Whether exactly these answers, by the same person or by nobody, have come under this token before."""
    earlier = db.session.execute(
        select(SurveyResponse.digest, SurveyResponse.person_id).where(
            SurveyResponse.survey_id == survey.id, SurveyResponse.nonce == sent.token.nonce
        )
    ).first()
    return earlier is not None and tuple(earlier) == (answers_digest(sent.answers), sent.person_id)


def record_start(
    *,
    survey: Survey,
    token: FormToken,
    share_link_id: uuid.UUID | None,
    person_id: uuid.UUID | None = None,
) -> None:
    """Somebody began to answer; once for each form, however often it is said.

    Who, is only noted with the answer: until then they may still choose to answer without their name.
    """
    record_act_once(
        f"survey:{survey.id}:{token.nonce}",
        stage="intent",
        verb="start",
        plugin="survey",
        object_kind="survey",
        object_id=survey.id,
        person_id=person_id,
        share_link_id=share_link_id,
    )


def record_completion(
    *, survey: Survey, share_link_id: uuid.UUID | None, person_id: uuid.UUID | None
) -> None:
    """Somebody answered to the end."""
    record_act(
        stage="intent",
        verb="complete",
        plugin="survey",
        object_kind="survey",
        object_id=survey.id,
        person_id=person_id,
        share_link_id=share_link_id,
    )


def _insert(survey: Survey, sent: Submission) -> bool:
    """Insert unless the token's nonce is used up; True where the row is new."""
    insert: Any = postgresql.insert if is_postgresql() else sqlite.insert
    statement = insert(SurveyResponse).values(
        tenant_id=current_tenant_id(db.session()),
        survey_id=survey.id,
        version_id=sent.version_id,
        answers=dict(sent.answers),
        language=sent.language,
        nonce=sent.token.nonce,
        digest=answers_digest(sent.answers),
        state=sent.state,
        reasons=list(sent.verdict.reasons),
        person_id=sent.person_id,
        share_link_id=sent.share_link_id,
        seconds=sent.seconds,
    )
    statement = statement.on_conflict_do_nothing(index_elements=["tenant_id", "survey_id", "nonce"])
    return db.session.scalar(statement.returning(SurveyResponse.id)) is not None


def _take_place(survey: Survey) -> None:
    """The last statement of its transaction, because others wait for this row.

    Who takes the last place has one more: kept pages must not offer the survey any longer.
    """
    taken = db.session.execute(
        update(Survey)
        .where(Survey.id == survey.id, Survey.taken < Survey.cap)
        .values(taken=Survey.taken + 1)
        .execution_options(synchronize_session=False)
        .returning(Survey.taken == Survey.cap)
    )
    row = taken.first()
    if row is None:
        raise SurveyClosedError("full")
    if row[0]:
        touch_tenant(tenant_id=survey.tenant_id)
