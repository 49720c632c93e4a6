"""A template's surveys: imported once, exported again in the same shape."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from hutong import DefinitionError, FormDefinition, Starter, StarterError, TenantInfo, db, first_link
from plugins.survey.errors import NothingToAskError
from plugins.survey.models import Survey
from plugins.survey.operations import create_survey, publish_survey
from plugins.survey.queries import surveys_in_use

TEXTS = ("intro", "submit")


def apply_starter(tenant: TenantInfo, starter: Starter) -> None:
    """Make the surveys of a template, published and open, each with a share link.

    A survey that is there already, in the bin too, stays as its owner has it. Raises `StarterError`.
    """
    known = set(db.session.scalars(select(Survey.starter_key).where(Survey.starter_key.is_not(None))))
    for place, data in enumerate(starter.content.get("surveys", []), start=1):
        try:
            if data["key"] not in known:
                _make(data, tenant.languages)
        except (KeyError, TypeError, NothingToAskError, DefinitionError) as error:
            message = f"{starter.template}/content/survey.yaml, survey {place}: {error}"
            raise StarterError(message) from error


def _make(data: Mapping[str, Any], languages: tuple[str, ...]) -> None:
    definition = FormDefinition.from_data({"pages": data["pages"]})
    asks, thanks = data.get("asks", {}), data.get("thanks", {})
    texts = {
        "intro": data.get("intro"),
        "who": asks.get("who"),
        "why": asks.get("why"),
        "submit": data.get("submit"),
        "thanks_title": thanks.get("title"),
        "thanks_text": thanks.get("text"),
    }
    survey = create_survey(
        title=data["title"],
        languages=[language for language in languages if data["title"].get(language)] or languages,
        texts={name: text for name, text in texts.items() if text},
        draft=definition.to_data(),
        keep_days=asks.get("keep_days", 365),
        starter_key=data["key"],
    )
    publish_survey(survey=survey)
    first_link(plugin="survey", object_kind="survey", object_id=survey.id)


def export_starter() -> dict[str, Any]:
    """Every survey's draft in the form of ``content/survey.yaml``."""
    return {"surveys": [_written(survey) for survey in reversed(surveys_in_use())]}


def _written(survey: Survey) -> dict[str, Any]:
    texts = survey.texts
    asks = {"who": texts.get("who"), "why": texts.get("why"), "keep_days": survey.keep_days}
    thanks = {"title": texts.get("thanks_title"), "text": texts.get("thanks_text")}
    written = {
        "key": survey.starter_key or survey.code,
        "title": survey.title,
        "intro": texts.get("intro"),
        "asks": {name: value for name, value in asks.items() if value},
        "submit": texts.get("submit"),
        "thanks": {name: value for name, value in thanks.items() if value},
        "pages": FormDefinition.from_data(survey.draft).to_data()["pages"],
    }
    return {name: value for name, value in written.items() if value}
