"""A template's surveys: imported once, exported again in the same shape."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import select

from hutong import Starter, StarterError, TenantInfo, db, first_link, read_starter
from hutong.fields import DefinitionError, FormDefinition
from plugins.survey.errors import NothingToAskError
from plugins.survey.models import Survey
from plugins.survey.operations import create_survey, publish_survey
from plugins.survey.queries import surveys_in_use

FILE = "content/survey.yaml"
Text = dict[str, str]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Asks(_Strict):
    """Who asks, why, for how many days answers are kept, and whether members' names are left out."""

    who: Text = {}
    why: Text = {}
    keep_days: int = Field(default=365, ge=1, le=3650)
    nameless: bool = False


class Thanks(_Strict):
    """What is said after the last page."""

    title: Text = {}
    text: Text = {}


class StarterSurvey(_Strict):
    """One survey of the file; its pages are read by `FormDefinition`."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    title: Annotated[Text, Field(min_length=1)]
    intro: Text = {}
    asks: Asks = Asks()
    submit: Text = {}
    thanks: Thanks = Thanks()
    cap: Annotated[int | None, Field(ge=1, le=10**7)] = None
    state: Literal["draft", "open"] = "open"
    pages: list[Any]

    def texts(self) -> dict[str, Text]:
        """The words around the questions, by the names under which a survey keeps them."""
        named = {
            "intro": self.intro,
            "who": self.asks.who,
            "why": self.asks.why,
            "submit": self.submit,
            "thanks_title": self.thanks.title,
            "thanks_text": self.thanks.text,
        }
        return {name: text for name, text in named.items() if text}


class StarterFile(_Strict):
    """The whole file."""

    surveys: list[StarterSurvey] = []


def apply_starter(tenant: TenantInfo, starter: Starter) -> None:
    """Make the surveys of a template, each with a share link; published and open, unless one is a draft.

    A survey that is there already, in the bin too, stays as its owner has it. Raises `StarterError`.
    """
    where = f"{starter.template}/{FILE}"
    file = _read(starter.content, where)
    known = set(db.session.scalars(select(Survey.starter_key).where(Survey.starter_key.is_not(None))))
    for number, survey in enumerate(file.surveys):
        try:
            if survey.key not in known:
                _make(survey, tenant.languages)
        except NothingToAskError as error:
            message = f"{where}: surveys[{number}].pages: there is nothing to ask. hint: or say state: draft"
            raise StarterError(message) from error


def _read(content: Mapping[str, Any], where: str) -> StarterFile:
    """The file. Raises `StarterError` for all that is wrong, inside its forms too."""
    faults = list(_form_faults(content.get("surveys"), where))
    try:
        file = read_starter(StarterFile, content, where=where)
    except StarterError as error:
        faults.append(str(error))
    if faults:
        raise StarterError("\n".join(faults))
    return file


def _form_faults(surveys: Any, where: str) -> Iterator[str]:
    for number, survey in enumerate(surveys if isinstance(surveys, list) else ()):
        if isinstance(survey, dict) and "pages" in survey:
            try:
                FormDefinition.from_data({"pages": survey["pages"]})
            except DefinitionError as error:
                yield from (f"{where}: surveys[{number}]: {problem.message}" for problem in error.problems)


def _make(starter: StarterSurvey, languages: tuple[str, ...]) -> None:
    survey = create_survey(
        title=starter.title,
        languages=[language for language in languages if starter.title.get(language)] or languages,
        texts=starter.texts(),
        draft=FormDefinition.from_data({"pages": starter.pages}).to_data(),
        keep_days=starter.asks.keep_days,
        nameless=starter.asks.nameless,
        starter_key=starter.key,
    )
    survey.cap = starter.cap
    if starter.state == "open":
        publish_survey(survey=survey)
    first_link(plugin="survey", object_kind="survey", object_id=survey.id)


def export_starter() -> dict[str, Any]:
    """Every survey's draft in the form of ``content/survey.yaml``."""
    return {"surveys": [_written(survey) for survey in reversed(surveys_in_use())]}


def _written(survey: Survey) -> dict[str, Any]:
    texts = survey.texts
    asks = {
        "who": texts.get("who"),
        "why": texts.get("why"),
        "keep_days": survey.keep_days,
        "nameless": survey.nameless,
    }
    thanks = {"title": texts.get("thanks_title"), "text": texts.get("thanks_text")}
    written = {
        "key": survey.starter_key or survey.code,
        "title": survey.title,
        "intro": texts.get("intro"),
        "asks": {name: value for name, value in asks.items() if value},
        "submit": texts.get("submit"),
        "thanks": {name: value for name, value in thanks.items() if value},
        "cap": survey.cap,
        "state": "" if survey.version_number else "draft",
        "pages": FormDefinition.from_data(survey.draft).to_data()["pages"],
    }
    return {name: value for name, value in written.items() if value}
