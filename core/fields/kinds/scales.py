"""A number out of a few: stars, and how gladly people recommend."""

from core.fields.answers import Answer, AnswerError
from core.fields.kinds.kind import Kind, not_understood
from core.fields.questions import Nps, Rating
from core.fields.say import lazily as _


def scale_values(question: Rating | Nps) -> range:
    """The numbers on offer."""
    return range(11) if isinstance(question, Nps) else range(1, question.max + 1)


class Scale(Kind[Rating | Nps]):
    """Raw: the number, perhaps as digits."""

    def __init__(self, name: str, chart: str) -> None:
        self.name = name
        self.chart = chart

    def clean(self, question: Rating | Nps, raw: Answer) -> Answer | None:
        for value in scale_values(question):
            if raw == str(value) or (type(raw) is int and raw == value):
                return value
        raise AnswerError(not_understood())

    def missing(self, question: Rating | Nps) -> AnswerError:
        return AnswerError(_("Please choose a number to carry on."), _("choose a number"))

    def words(self, question: Rating | Nps, answer: Answer, language: str) -> str:
        return str(_("%(number)s of %(most)s", number=answer, most=scale_values(question)[-1]))

    def cells(self, question: Rating | Nps, answer: Answer, language: str) -> dict[str, str]:
        return {question.id: str(answer)}

    def counted(self, question: Rating | Nps, answer: Answer) -> list[str]:
        return [str(answer)]


def nps_score(counts: dict[int, int]) -> int | None:
    """Net promoter score, −100 to 100: share of 9–10 less share of 0–6, rounded half away from zero.

    F. Reichheld, "The One Number You Need to Grow", Harvard Business Review, December 2003.
    """
    total = sum(counts.values())
    if not total:
        return None
    promoters = sum(counts.get(value, 0) for value in (9, 10))
    detractors = sum(counts.get(value, 0) for value in range(7))
    score = 100 * (promoters - detractors) / total
    return int(score + 0.5) if score >= 0 else -int(-score + 0.5)
