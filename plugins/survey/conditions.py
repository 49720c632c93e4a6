"""Show-if as the builder offers it: conditions on earlier questions, of which all or any must hold.

A question's condition is a list of *parts* joined by "all" or "any". The builder draws a part that asks for
options, a number, or whether there is an answer. What it cannot draw (a group inside the group, as a template
may have) is a part like the others: shown in words, kept as it is, or taken away.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from werkzeug.datastructures import MultiDict

from hutong import digest_of
from hutong.fields import OTHER, Choice, FormDefinition, Question, condition_in_words
from plugins.survey.editing import Data

Way = Literal["all", "any"]
WAYS: tuple[Way, Way] = ("all", "any")
NUMERIC = ("rating", "nps", "number")
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class Part:
    """One of several conditions, told apart by `mark`. `source` is None where the builder cannot draw it."""

    mark: str
    data: Data
    words: str
    source: Question | None


def condition_sources(definition: FormDefinition, question_id: str) -> list[Question]:
    """The earlier questions that a question can hang on."""
    earlier: list[Question] = []
    for question in definition.questions:
        if question.id == question_id:
            return earlier
        if question.kind != "section":
            earlier.append(question)
    return []


def way_of(condition: Data | None) -> Way:
    """How the parts of a condition are joined; one alone counts as "all"."""
    return "any" if condition and "any" in condition else "all"


def parts_of(question: Question, definition: FormDefinition, language: str) -> list[Part]:
    """The parts of a question's condition in words."""
    if question.show_if is None:
        return []
    sources = {source.id: source for source in condition_sources(definition, question.id)}
    return list(_parts(question.show_if, sources, definition, language))


def _parts(
    condition: Any, sources: dict[str, Question], definition: FormDefinition, language: str
) -> Iterator[Part]:
    for part in getattr(condition, "conditions", (condition,)):
        data: Data = part.model_dump(mode="json", by_alias=True)
        source = sources.get(data.get("question", ""))
        drawn = source if source is not None and _is_drawn(source, data) else None
        yield Part(digest_of(data), data, condition_in_words(part, definition, language), drawn)


def _is_drawn(source: Question, data: Data) -> bool:
    if isinstance(source, Choice):
        return "is" in data
    return "answered" not in data if source.kind in NUMERIC else "answered" in data


def with_part(condition: Data | None, part: Data, *, instead_of: str = "") -> Data:
    """The condition with one more part, or with it in the place of the one that is marked so."""
    marks = _marks(condition)
    parts = _listed(condition)
    if instead_of in marks:
        parts[marks.index(instead_of)] = part
    elif part not in parts:
        parts.append(part)
    return _joined(way_of(condition), parts) or part


def without_part(condition: Data | None, mark: str) -> Data | None:
    """The condition without the part that is marked so; None where nothing is left of it."""
    kept = [part for part, other in zip(_listed(condition), _marks(condition), strict=True) if other != mark]
    return _joined(way_of(condition), kept)


def joined_by(condition: Data | None, way: Way) -> Data | None:
    """The same parts, of which now all or any must hold."""
    return _joined(way, _listed(condition))


def _listed(condition: Data | None) -> list[Data]:
    if condition is None:
        return []
    return list(next((condition[way] for way in WAYS if way in condition), [condition]))


def _marks(condition: Data | None) -> list[str]:
    return [digest_of(part) for part in _listed(condition)]


def _joined(way: Way, parts: Sequence[Data]) -> Data | None:
    if len(parts) > 1:
        return {way: list(parts)}
    return parts[0] if parts else None


def condition_from(source: Question, posted: MultiDict[str, str]) -> Data | None:
    """The condition that was chosen; None where nothing was."""
    if isinstance(source, Choice):
        known = [*(option.id for option in source.options), OTHER]
        options = [option for option in known if option in posted.getlist("option")]
        return {"question": source.id, "is": options} if options else None
    if source.kind in NUMERIC:
        number = unicodedata.normalize("NFKC", posted.get("number", "")).strip()
        way = "at_least" if posted.get("way") == "at_least" else "at_most"
        return {"question": source.id, way: _number(number)} if _NUMBER.fullmatch(number) else None
    answered = posted.get("answered")
    return {"question": source.id, "answered": answered == "yes"} if answered in ("yes", "no") else None


def _number(text: str) -> float:
    return float(text) if "." in text else int(text)
