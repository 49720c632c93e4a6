"""Show-if: when a question is asked.

A condition looks back only: the definition refuses one that names a later question. The answer to a
question that is not asked counts as no answer, so a chain of conditions falls together.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from core.fields.answers import Answers, chosen_options

if TYPE_CHECKING:
    from core.fields.definition import FormDefinition
    from core.fields.questions import Question


class _Condition(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, populate_by_name=True)


class Is(_Condition):
    """One of these options was chosen."""

    question: str
    options: tuple[str, ...] = Field(alias="is", min_length=1, max_length=100)


class AtLeast(_Condition):
    """The number given is this or more."""

    question: str
    at_least: int | float


class AtMost(_Condition):
    """The number given is this or less."""

    question: str
    at_most: int | float


class Answered(_Condition):
    """The question was answered (or, with false, was left out)."""

    question: str
    answered: bool


class All(_Condition):
    """Every one of these holds."""

    conditions: tuple["Condition", ...] = Field(alias="all", min_length=1, max_length=20)


class AnyOf(_Condition):
    """At least one of these holds."""

    conditions: tuple["Condition", ...] = Field(alias="any", min_length=1, max_length=20)


_SHAPES: dict[str, type[_Condition]] = {
    "is": Is,
    "at_least": AtLeast,
    "at_most": AtMost,
    "answered": Answered,
    "all": All,
    "any": AnyOf,
}


def _shape(value: Any) -> str | None:
    if isinstance(value, _Condition):
        return next(key for key, shape in _SHAPES.items() if isinstance(value, shape))
    found = [key for key in _SHAPES if isinstance(value, dict) and key in value]
    return found[0] if len(found) == 1 else None


Condition = Annotated[
    Annotated[Is, Tag("is")]
    | Annotated[AtLeast, Tag("at_least")]
    | Annotated[AtMost, Tag("at_most")]
    | Annotated[Answered, Tag("answered")]
    | Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")],
    Discriminator(
        _shape,
        custom_error_type="condition_shape",
        custom_error_message="a condition has one of: is, at_least, at_most, answered, all, any",
    ),
]
Leaf = Is | AtLeast | AtMost | Answered
All.model_rebuild()
AnyOf.model_rebuild()


def leaves(condition: "Condition | None") -> Iterator[Leaf]:
    """The simple conditions inside a condition, in the order they are written."""
    if isinstance(condition, All | AnyOf):
        for part in condition.conditions:
            yield from leaves(part)
    elif condition is not None:
        yield condition


def holds(condition: "Condition | None", answers: Answers) -> bool:
    """Whether a condition is met by these cleaned answers; no condition always is."""
    if condition is None:
        return True
    if isinstance(condition, All):
        return all(holds(part, answers) for part in condition.conditions)
    if isinstance(condition, AnyOf):
        return any(holds(part, answers) for part in condition.conditions)
    answer = answers.get(condition.question)
    if isinstance(condition, Answered):
        return (answer is not None) == condition.answered
    if answer is None:
        return False
    if isinstance(condition, Is):
        return not chosen_options(answer).isdisjoint(condition.options)
    if isinstance(condition, AtLeast):
        return bool(answer >= condition.at_least)
    return bool(answer <= condition.at_most)


def visible_questions(definition: "FormDefinition", answers: Answers) -> list["Question"]:
    """The questions that are asked of somebody who gave these cleaned answers, in order."""
    counted: dict[str, Any] = {}
    visible: list[Question] = []
    for question in definition.questions:
        if holds(question.show_if, counted):
            visible.append(question)
            if question.id in answers:
                counted[question.id] = answers[question.id]
    return visible


def settle(condition: "Condition | None", answers: Answers, open_ids: Iterable[str]) -> "Condition | bool":
    """What is left of a condition once all questions but `open_ids` have their answers.

    True or False where nothing is left to decide; else the smaller condition for the page's script.
    """
    pending = frozenset(open_ids)
    if condition is None:
        return True
    if not isinstance(condition, All | AnyOf):
        return condition if condition.question in pending else holds(condition, answers)
    decides = isinstance(condition, AnyOf)
    parts = [settle(part, answers, pending) for part in condition.conditions]
    if any(part is decides for part in parts):
        return decides
    left = tuple(part for part in parts if not isinstance(part, bool))
    if not left:
        return not decides
    if len(left) == 1:
        return left[0]
    return AnyOf.model_validate({"any": left}) if decides else All.model_validate({"all": left})


def condition_data(condition: "Condition") -> dict[str, Literal[True] | Any]:
    """The condition as the JSON that definitions are written in and that the page's script reads."""
    return condition.model_dump(mode="json", by_alias=True)
