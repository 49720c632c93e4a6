"""Show-if as the builder offers it: one condition on one earlier question."""

import re
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from hutong import OTHER, Choice, FormDefinition, Question

_WHOLE = re.compile(r"-?[0-9]{1,12}")
NUMERIC = ("rating", "nps", "number")


def condition_sources(definition: FormDefinition, question_id: str) -> list[Question]:
    """The earlier questions that a question can hang on."""
    earlier: list[Question] = []
    for question in definition.questions:
        if question.id == question_id:
            return earlier
        if question.kind != "section":
            earlier.append(question)
    return []


def condition_from(source: Question, posted: MultiDict[str, str]) -> dict[str, Any] | None:
    """The condition that was chosen; None where nothing was."""
    if isinstance(source, Choice):
        known = [*(option.id for option in source.options), OTHER]
        options = [option for option in known if option in posted.getlist("option")]
        return {"question": source.id, "is": options} if options else None
    if source.kind in NUMERIC:
        number = posted.get("number", "").strip()
        way = "at_least" if posted.get("way") == "at_least" else "at_most"
        return {"question": source.id, way: int(number)} if _WHOLE.fullmatch(number) else None
    answered = posted.get("answered")
    return {"question": source.id, "answered": answered == "yes"} if answered in ("yes", "no") else None


def simple_condition(question: Question, source: Question | None) -> Mapping[str, Any]:
    """What the page of conditions shows as chosen, if the question hangs on just this source."""
    condition = question.show_if
    if source is None or condition is None or getattr(condition, "question", "") != source.id:
        return {}
    return condition.model_dump(by_alias=True)
