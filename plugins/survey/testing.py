"""Factories for tests and for the contracts over all routes."""

from typing import Any

from hutong import db
from hutong.fields import FormDefinition
from plugins.survey.models import Survey, SurveyResponse
from plugins.survey.operations import bin_survey, create_survey, publish_survey
from plugins.survey.queries import version_of

QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "often",
        "kind": "single",
        "title": {"en": "How often?", "zh": "多久来一次？"},
        "required": True,
        "options": [
            {"id": "weekly", "label": {"en": "Every week", "zh": "每周"}},
            {"id": "first", "label": {"en": "First time", "zh": "第一次"}},
        ],
    },
    {"id": "score", "kind": "nps", "title": {"en": "Recommend us?", "zh": "会推荐吗？"}},
    {
        "id": "wrong",
        "kind": "long_text",
        "title": {"en": "What went wrong?", "zh": "哪里没做好？"},
        "show_if": {"question": "score", "at_most": 6},
    },
]


def make_survey(
    *questions: dict[str, Any], pages: list[list[dict[str, Any]]] | None = None, **more: Any
) -> Survey:
    """A published, open survey of the tenant in scope."""
    asked = pages or [list(questions or QUESTIONS)]
    draft = FormDefinition.from_data({"pages": [{"questions": page} for page in asked]}).to_data()
    survey = create_survey(
        title={"en": "How did we do?", "zh": "这次满意吗？"}, languages=["en", "zh"], draft=draft
    )
    publish_survey(survey=survey)
    for name, value in more.items():
        setattr(survey, name, value)
    db.session.flush()
    return survey


def make_response(survey: Survey, answers: dict[str, Any], nonce: str, **more: Any) -> SurveyResponse:
    """A stored response, not counted; tests of results send real ones."""
    version = version_of(survey.id, survey.version_number)
    response = SurveyResponse(
        survey_id=survey.id,
        version_id=version.id if version else None,
        answers=answers,
        language="en",
        nonce=nonce,
        digest="0" * 64,
        **more,
    )
    db.session.add(response)
    db.session.flush()
    return response


def sample_arguments() -> dict[str, Any]:
    """One survey with a response, one in the bin: values of the routes' arguments."""
    survey = make_survey()
    binned = make_survey({"id": "score", "kind": "nps", "title": {"en": "Recommend us?"}})
    bin_survey(survey=binned)
    response = make_response(survey, {"often": "weekly"}, nonce=f"sample-{survey.code}")
    return {
        "code": survey.code,
        "binned_code": binned.code,
        "question_id": "score",
        "source_id": "often",
        "response_id": response.id,
        "page_index": 0,
        "kind": "single",
        "way": "up",
        "state": "pause",
    }
