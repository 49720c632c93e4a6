"""What every kind of question can do; a kind overrides what is special about it."""

from collections.abc import Iterator
from typing import Generic, NamedTuple, Protocol, TypeVar

from core.fields.answers import Answer, AnswerError
from core.fields.questions import Question
from core.fields.say import Message, lazily as _
from core.texts import text_in

Q = TypeVar("Q", bound=Question)


class Posted(Protocol):
    """What was sent, as `request.form` has it."""

    def __iter__(self) -> Iterator[str]: ...

    def getlist(self, key: str, /) -> list[str]:
        """All values sent under a name."""


class Column(NamedTuple):
    """A column of a table of answers: a key that stays when words change, and a heading."""

    key: str
    heading: str


def input_name(question: Question) -> str:
    """The name (and HTML id) of a question's input. Ids of questions alone could clash with a form's own."""
    return f"q_{question.id}"


def other_name(question: Question) -> str:
    """The name of the input for words of one's own."""
    return f"other_{question.id}"


class Kind(Generic[Q]):
    """A kind of question. Stateless: one instance serves all questions of its kind."""

    name: str
    chart: str = "words"
    """What suits its results: bars, nps, scale, histogram, months, share, words, none."""
    seconds = 8
    """How long somebody needs for it, about."""

    def read(self, question: Q, posted: Posted) -> Answer | None:
        """What was typed, as it was typed; None where nothing was."""
        value = next(iter(posted.getlist(input_name(question))), "")
        return value if value.strip() else None

    def clean(self, question: Q, raw: Answer) -> Answer | None:
        """The canonical answer, None where nothing is left of it; AnswerError says what to change.

        Cleaning a canonical answer gives the same answer.
        """
        raise NotImplementedError

    def missing(self, question: Q) -> AnswerError:
        """What to say where a required answer is missing."""
        return AnswerError(_("Please fill this in to carry on."), _("fill this in"))

    def words(self, question: Q, answer: Answer, language: str) -> str:
        """An answer as people would say it."""
        return str(answer)

    def columns(self, question: Q, language: str) -> list[Column]:
        """The columns of a question in a table of answers."""
        return [Column(question.id, text_in(question.title, language))]

    def cells(self, question: Q, answer: Answer, language: str) -> dict[str, str]:
        """An answer in those columns, by their keys; what is absent is empty."""
        return {question.id: self.words(question, answer, language)}

    def tallies(self, question: Q, answer: Answer) -> list[str]:
        """The counters that go up by one with this answer.

        The question's id alone counts answers; `id:value` counts what was chosen. All charts are made
        of these counters, so results never read a response.
        """
        return [question.id, *(f"{question.id}:{value}" for value in self.counted(question, answer))]

    def counted(self, question: Q, answer: Answer) -> list[str]:
        """The values of an answer that are worth a counter; few, whatever people answer."""
        return []


def text_of(raw: Answer) -> str:
    """What was typed into one input; AnswerError for a value of any other shape."""
    if isinstance(raw, str):
        return raw
    raise AnswerError(not_understood())


def not_understood() -> Message:
    """For values that no form of ours sends."""
    return _("We could not read this answer. Please give it again.")
