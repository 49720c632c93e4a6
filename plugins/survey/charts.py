"""From counters to charts: one result for each question, without reading a response."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from hutong import text_in
from hutong.fields import (
    OTHER,
    Choice,
    FormDefinition,
    Question,
    kind_of,
    nps_score,
    number_bands,
    option_words,
    scale_values,
)


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What came of one question. `items` are labels (or numbers) with counts, in the form's order."""

    number: int
    question: Question
    title: str
    answered: int
    items: Sequence[tuple[str, int]] = ()
    score: int | None = None
    average: float | None = None
    values: Sequence[str] = field(default=())
    """The stable names of `items`: option ids, numbers, months."""

    @property
    def kind(self) -> str:
        """The question's kind."""
        return self.question.kind

    @property
    def chart(self) -> str:
        """Which chart suits it: bars, nps, scale, histogram, months, share, words."""
        chart = kind_of(self.question).chart
        return "words" if chart == "histogram" and not self.items else chart


def question_results(
    definitions: Sequence[FormDefinition], counts: Counter[str], language: str
) -> list[QuestionResult]:
    """Results of every question that was ever asked: the newest version's first, in its order."""
    newest, *older = definitions
    asked = list(newest.asking)
    known = {question.id for question in asked}
    for definition in older:
        gone = [
            question for question in definition.asking if question.id not in known and counts[question.id]
        ]
        asked += gone
        known |= {question.id for question in gone}
    return [
        _result(number, question, _option_labels(question.id, definitions, language), counts, language)
        for number, question in enumerate(asked, start=1)
    ]


def _option_labels(question_id: str, definitions: Iterable[FormDefinition], language: str) -> dict[str, str]:
    """Labels of all options a question ever had; the newest wording wins."""
    labels: dict[str, str] = {}
    for definition in definitions:
        question = definition.by_id.get(question_id)
        for option in getattr(question, "options", ()):
            labels.setdefault(option.id, text_in(option.label, language))
    return labels


def _result(
    number: int, question: Question, labels: dict[str, str], counts: Counter[str], language: str
) -> QuestionResult:
    values = _values(question, labels, counts)
    found = [counts[f"{question.id}:{value}"] for value in values]
    answered = counts[question.id]
    names = [_name(question, value, labels, language) for value in values]
    return QuestionResult(
        number=number,
        question=question,
        title=text_in(question.title, language),
        answered=answered,
        items=list(zip(names, found, strict=True)),
        score=nps_score(dict(enumerate(found))) if question.kind == "nps" and answered else None,
        average=_average(question, values, found, counts, answered),
        values=values,
    )


def _values(question: Question, labels: dict[str, str], counts: Counter[str]) -> list[str]:
    prefix = f"{question.id}:"
    match question.kind:
        case "single" | "multiple" | "dropdown":
            now_offered = {option.id for option in question.options}
            values = [value for value in labels if value in now_offered or counts[prefix + value]]
            return values + ([OTHER] if getattr(question, "other", False) or counts[prefix + OTHER] else [])
        case "rating" | "nps":
            return [str(value) for value in scale_values(question)]
        case "number":
            return [str(index) for index in range(len(number_bands(question)))]
        case "date":
            return sorted(key.removeprefix(prefix) for key in counts if key.startswith(prefix))[-24:]
        case _:
            return []


def _name(question: Question, value: str, labels: dict[str, str], language: str) -> str:
    if isinstance(question, Choice):
        return labels.get(value) or option_words(question, value, language)
    if question.kind == "number":
        low, high = number_bands(question)[int(value)]
        return f"{low:g}" if low == high else f"{low:g} – {high:g}"
    return value


def _average(
    question: Question, values: Sequence[str], found: Sequence[int], counts: Counter[str], answered: int
) -> float | None:
    if not answered:
        return None
    if question.kind == "rating":
        return sum(int(value) * count for value, count in zip(values, found, strict=True)) / answered
    if question.kind == "number":
        return counts[f"@sum:{question.id}"] / 100 / answered
    return None


def data_of(result: QuestionResult) -> dict[str, object]:
    """A result for machines: ids instead of words."""
    data: dict[str, object] = {
        "id": result.question.id,
        "kind": result.kind,
        "title": dict(result.question.title),
        "answered": result.answered,
    }
    if result.items:
        data["counts"] = {
            value: count for value, (_label, count) in zip(result.values, result.items, strict=True)
        }
    if result.score is not None:
        data["score"] = result.score
    if result.average is not None:
        data["average"] = round(result.average, 2)
    return data
