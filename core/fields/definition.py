"""A form as data: pages of questions, read from JSON or YAML and written back the same."""

import datetime as dt
import json
from functools import cached_property
from typing import Annotated, Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from core.fields.problems import DefinitionError, Problem, RulesError, definition_error
from core.fields.questions import AnyQuestion, Question, Section
from core.fields.rules import rule_problems
from core.fields.say import lazily as _
from core.fields.text import Line

MAX_PAGES = 30
MAX_QUESTIONS = 200
MAX_BYTES = 1_000_000
MAX_DEPTH = 24
MAX_NODES = 100_000


class Page(BaseModel):
    """One screen of questions. An empty page is a draft's; nobody is asked it."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    title: Line | None = None
    questions: Annotated[tuple[AnyQuestion, ...], Field(max_length=MAX_QUESTIONS)] = ()


class FormDefinition(BaseModel):
    """A form: 1 to 30 pages, 200 questions at most, every id once, conditions that look back."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    pages: Annotated[tuple[Page, ...], Field(min_length=1, max_length=MAX_PAGES)]

    @model_validator(mode="after")
    def _follows_the_rules(self) -> Self:
        if len(self.questions) > MAX_QUESTIONS:
            raise RulesError(
                [Problem(None, _("more than %(limit)d questions in one form", limit=MAX_QUESTIONS))]
            )
        if problems := rule_problems(self):
            raise RulesError(problems)
        return self

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions in order, sections among them."""
        return tuple(question for page in self.pages for question in page.questions)

    @cached_property
    def asking(self) -> tuple[Question, ...]:
        """The questions that take an answer."""
        return tuple(question for question in self.questions if not isinstance(question, Section))

    @cached_property
    def by_id(self) -> dict[str, Question]:
        """Questions by their ids."""
        return {question.id: question for question in self.questions}

    def question(self, question_id: str) -> Question:
        """The question with this id; KeyError where there is none."""
        return self.by_id[question_id]

    def page_of(self, question_id: str) -> int:
        """Index of the page that a question is on; KeyError where there is none."""
        for index, page in enumerate(self.pages):
            if any(question.id == question_id for question in page.questions):
                return index
        raise KeyError(question_id)

    @classmethod
    def from_data(cls, data: Any) -> Self:
        """A form from parsed JSON or YAML; DefinitionError says what is wrong with any other value."""
        _refuse_monsters(data)
        try:
            written = json.dumps(data, default=_date_as_text, ensure_ascii=False, allow_nan=False)
        except (TypeError, ValueError) as error:
            raise DefinitionError(
                [Problem(None, _("there is something here that JSON cannot say"))]
            ) from error
        return cls.from_json(written, data)

    @classmethod
    def from_json(cls, written: str | bytes, data: Any = None) -> Self:
        """A form from JSON text; DefinitionError as for `from_data`."""
        if len(written) > MAX_BYTES:
            raise DefinitionError([Problem(None, _("too large for one form"))])
        try:
            return cls.model_validate_json(written)
        except ValidationError as error:
            raise definition_error(error, data if data is not None else _parsed(written)) from error

    @classmethod
    def from_yaml(cls, written: str) -> Self:
        """A form from YAML text; DefinitionError as for `from_data`."""
        if len(written) > MAX_BYTES:
            raise DefinitionError([Problem(None, _("too large for one form"))])
        try:
            data = yaml.safe_load(written)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise DefinitionError(
                [Problem(None, _("this is not YAML: %(why)s", why=str(error)[:200]))]
            ) from error
        return cls.from_data(data)

    def to_data(self) -> dict[str, Any]:
        """Plain JSON values; `from_data` gives an equal form. Defaults are written out."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    def to_json(self) -> str:
        """JSON text, in the readers' own letters."""
        return json.dumps(self.to_data(), ensure_ascii=False)

    def to_yaml(self) -> str:
        """YAML text for people, in the order of the fields."""
        return yaml.safe_dump(self.to_data(), allow_unicode=True, sort_keys=False, width=110)


def _date_as_text(value: object) -> str:
    if type(value) is dt.date:
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _parsed(written: str | bytes) -> Any:
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return None


def _refuse_monsters(data: Any) -> None:
    """Depth and size are bounded before anything recursive reads the data (YAML can repeat and loop)."""
    stack: list[tuple[Any, int]] = [(data, 0)]
    nodes = 0
    while stack:
        node, depth = stack.pop()
        nodes += 1
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            raise DefinitionError([Problem(None, _("too deep or too large for one form"))])
        if isinstance(node, dict):
            if not all(isinstance(key, str) for key in node):
                raise DefinitionError(
                    [Problem(None, _("every name must be text (in YAML, put it in quotes)"))]
                )
            stack.extend((value, depth + 1) for value in node.values())
        elif isinstance(node, list):
            stack.extend((value, depth + 1) for value in node)
