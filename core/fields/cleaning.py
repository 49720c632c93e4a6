"""From what was typed to what is stored: every question cleaned, every refusal with its place.

Answers to questions that are not asked are never stored. How they are met depends on where they come
from. On the page that was just sent, somebody may have filled a conditional question and then changed
the answer it depends on (without script, such questions stand open on the page): we refuse, keep what
was typed and offer to leave it out with one tap, so that no answer is lost without its author's word.
On an earlier page it was applicable when it was given and nobody can see it now: it is left out.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from core.fields.answers import Answer, AnswerError
from core.fields.conditions import holds, leaves
from core.fields.definition import FormDefinition
from core.fields.kinds import kind_of
from core.fields.questions import Question
from core.fields.say import Message, lazily as _

CHANGED_FORM = _("This form has changed since you opened it. What you typed is kept; please look through it.")
NOT_ASKED = _("This is only asked after a different answer above. Change that answer, or leave this out.")


class Trouble(NamedTuple):
    """One thing to put right: at which question (None: the form as a whole), in full and in brief."""

    question: str | None
    message: Message
    brief: Message


@dataclass
class Cleaned:
    """Cleaned answers of the questions that are asked, and what stands in the way of storing them."""

    answers: dict[str, Answer] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    not_asked: list[str] = field(default_factory=list)
    """Ids of questions on the page sent that were answered though they are not asked."""

    def refuse(self, question_id: str | None, error: AnswerError) -> None:
        """Note what is wrong with one answer."""
        self.troubles.append(Trouble(question_id, error.message, error.brief))


def clean_answers(
    definition: FormDefinition,
    raw: Mapping[str, Any],
    *,
    sent: Collection[str] | None = None,
    left_out: Collection[str] = (),
) -> Cleaned:
    """Clean everything typed into a form.

    `sent` are the ids of the questions on the page that was just sent (default: all): an answer among
    them to a question that is not asked is refused unless its author said `left_out`. Elsewhere such an
    answer is left out without a word.
    """
    cleaned = Cleaned()
    if any(question_id not in definition.by_id for question_id in raw):
        cleaned.refuse(None, AnswerError(CHANGED_FORM))
    refusing = {question.id for question in definition.questions} if sent is None else set(sent)
    refusing -= set(left_out)
    doubtful: set[str] = set()
    for question in definition.questions:
        if holds(question.show_if, cleaned.answers):
            if not _take(question, raw.get(question.id), cleaned):
                doubtful.add(question.id)
        elif _depends(question, doubtful):
            doubtful.add(question.id)
        elif raw.get(question.id) is not None and question.id in refusing:
            cleaned.refuse(question.id, AnswerError(NOT_ASKED, _("not asked after your other answers")))
            cleaned.not_asked.append(question.id)
    return cleaned


def _take(question: Question, raw: Any, cleaned: Cleaned) -> bool:
    """Clean one answer into `cleaned`; False where it is refused."""
    kind = kind_of(question)
    try:
        answer = kind.clean(question, raw) if raw is not None else None
        if answer is None and question.required:
            raise kind.missing(question)
    except AnswerError as error:
        cleaned.refuse(question.id, error)
        return False
    if answer is not None:
        cleaned.answers[question.id] = answer
    return True


def _depends(question: Question, doubtful: Collection[str]) -> bool:
    """Whether it is not known yet if the question is asked, as an answer before it was refused."""
    return any(leaf.question in doubtful for leaf in leaves(question.show_if))
