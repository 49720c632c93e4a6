"""Why a definition is refused, said so that its author finds the place."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from core.fields.say import Message, lazily as _

SHOWN = 20


class Problem(NamedTuple):
    """One thing wrong: the id of the question it is about (None: the form as a whole), and words."""

    question: str | None
    message: Message


class DefinitionError(ValueError):
    """A form cannot be made of this; `problems` lists what to change."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(problems)

    def __str__(self) -> str:
        lines = [str(problem.message) for problem in self.problems[:SHOWN]]
        if left := len(self.problems) - SHOWN:
            lines += [str(_("… and %(count)d more", count=left))] if left > 0 else []
        return "\n".join(lines)


class RulesError(ValueError):
    """Carries problems found inside a pydantic validator out of it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(str(problem.message) for problem in problems))
        self.problems = tuple(problems)


def definition_error(error: ValidationError, data: Any) -> DefinitionError:
    """What pydantic found, in words, each with the question it is in."""
    problems: list[Problem] = []
    details = error.errors(include_url=False)
    paths = {detail["loc"] for detail in details}
    for detail in details:
        if detail["type"] == "too_short" and any(
            detail["loc"] == path[: len(detail["loc"])] for path in paths - {detail["loc"]}
        ):
            continue  # what is wrong inside was not counted
        carried = detail.get("ctx", {}).get("error")
        problems += carried.problems if isinstance(carried, RulesError) else [_problem(detail, data)]
    return DefinitionError(problems)


def _problem(detail: ErrorDetails, data: Any) -> Problem:
    question, place = _place(detail["loc"], data)
    what = _what(detail)
    if question is None:
        return Problem(None, _("%(place)s: %(what)s", place=place or _("form"), what=what))
    if not place:
        return Problem(question, _("question “%(question)s”: %(what)s", question=question, what=what))
    return Problem(
        question, _("question “%(question)s”, %(place)s: %(what)s", question=question, place=place, what=what)
    )


def _place(loc: Iterable[int | str], data: Any) -> tuple[str | None, str]:
    """The question that a path leads through, and the rest of the path with counting from 1."""
    question: str | None = None
    words: list[str] = []
    node = data
    for step in loc:
        if isinstance(step, str) and not (isinstance(node, Mapping) and (step in node or _leaf(node, step))):
            continue  # the tag of a union: no step in the data
        parent, node = words[-1:], _inside(node, step)
        words.append(str(step + 1) if isinstance(step, int) else step)
        if parent == ["questions"] and isinstance(node, Mapping):
            question, words = str(node.get("id", words[-1]))[:60], []
    return question, " → ".join(words)


def _leaf(node: Mapping[str, Any], step: str) -> bool:
    """Whether a name that the data lacks is a missing field rather than the tag of a union."""
    return step not in {str(node.get("kind")), "is", "at_least", "at_most", "answered", "all", "any"}


def _inside(node: Any, step: int | str) -> Any:
    if isinstance(node, Mapping):
        return node.get(step)
    if isinstance(node, list) and isinstance(step, int) and step < len(node):
        return node[step]
    return None


def _what(detail: ErrorDetails) -> Message:
    limits = detail.get("ctx", {})
    fixed: dict[str, Message] = {
        "missing": _("is missing"),
        "extra_forbidden": _("is not known here"),
        "string_type": _("must be text (in YAML, put it in quotes)"),
        "model_type": _("must be a list of names and values"),
        "model_attributes_type": _("must be a list of names and values"),
        "dict_type": _("must be words by language, like {zh: …, en: …}"),
        "tuple_type": _("must be a list"),
        "int_type": _("must be a whole number"),
        "bool_type": _("must be true or false"),
        "string_pattern_mismatch": _("is not written as it should be"),
        "union_tag_not_found": _("has no “kind”"),
        "union_tag_invalid": _("there is no such kind"),
        "nothing_said": _("nothing is said here in any language"),
        "condition_shape": _("a condition has one of: is, at_least, at_most, answered, all, any"),
    }
    if (words := fixed.get(detail["type"])) is not None:
        return words
    if detail["type"] == "words_too_long":
        return _("longer than %(limit)d characters", limit=limits["limit"])
    if detail["type"] in {"too_long", "string_too_long"}:
        return _("too long: %(limit)d at most", limit=limits["max_length"])
    if detail["type"] in {"too_short", "string_too_short"}:
        return _("too short: %(limit)d at least", limit=limits["min_length"])
    if detail["type"] in {"greater_than_equal", "less_than_equal"}:
        at_least = limits.get("ge")
        return _("%(limit)s at least", limit=at_least) if at_least is not None else _most(limits["le"])
    return detail["msg"].removeprefix("Value error, ")


def _most(limit: Any) -> Message:
    return _("%(limit)s at most", limit=limit)
