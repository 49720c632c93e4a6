"""A page of questions as a WTForms class: compiled once, kept, one instance for each POST.

Keep the class that `compile_form` gives for as long as its definition lives, and never an instance: an
instance holds one respondent's words. No GET needs one; pages are rendered from the definition.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

from wtforms import Field, Form

from core.fields.answers import Answer, AnswerError
from core.fields.cleaning import CHANGED_FORM, Cleaned, Trouble, clean_answers
from core.fields.definition import FormDefinition
from core.fields.kinds import kind_of
from core.fields.kinds.kind import Posted, input_name
from core.fields.questions import Question
from core.fields.say import Message
from core.texts import text_in

LEAVE_OUT = "leave_out"
"""Name of the button that leaves out answers to questions that are not asked; value: ids and spaces."""
_OURS = ("q_", "other_")


class AnswerField(Field):  # type: ignore[misc]  # WTForms has no types
    """One question's input. `data` is what was typed, in the shape of an answer."""

    def __init__(self, question: Question, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.question = question

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ARG002
        """Read what was typed; nothing is refused yet, as it depends on the other answers."""
        self.process_errors: list[Message] = []
        self.data = kind_of(self.question).read(self.question, formdata) if formdata is not None else None


class AnswerForm(Form):  # type: ignore[misc]
    """The base of all compiled forms. Validate, then read `answers`, or `troubles` and `typed`."""

    class Meta:
        """WTForms' own messages are never used: ours speak the reader's language."""

        locales = False
        csrf = False

    _definition: ClassVar[FormDefinition]
    _questions: ClassVar[tuple[Question, ...]]
    _language: ClassVar[str]

    def __init__(self, formdata: Posted | None = None, known: Mapping[str, Any] | None = None) -> None:
        """`formdata`: what was sent. `known`: what was typed on the other pages, by question."""
        super().__init__(formdata)
        self._formdata = formdata
        self._known = dict(known or {})
        self._cleaned = Cleaned()

    @cached_property
    def typed(self) -> dict[str, Any]:
        """What was typed on this page, by question; shown again when something is refused."""
        fields = {question.id: self._fields[input_name(question)].data for question in self._questions}
        return {question_id: raw for question_id, raw in fields.items() if raw is not None}

    @cached_property
    def left_out(self) -> frozenset[str]:
        """Ids of the questions whose answers their author agreed to leave out."""
        values = self._formdata.getlist(LEAVE_OUT) if self._formdata is not None else []
        return frozenset(question_id for value in values for question_id in value.split())

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ARG002
        """Clean every answer of this page; errors are also put on the fields, as WTForms does."""
        here = {question.id for question in self._questions}
        known = {key: raw for key, raw in self._known.items() if key not in here}
        cleaned = clean_answers(self._definition, known | self.typed, sent=here, left_out=self.left_out)
        self._cleaned = Cleaned(
            {key: answer for key, answer in cleaned.answers.items() if key in here},
            [trouble for trouble in cleaned.troubles if trouble.question in here],
            cleaned.not_asked,
        )
        if self._foreign_names():
            self._cleaned.refuse(None, AnswerError(CHANGED_FORM))
        self._errors_onto_fields()
        return not self._cleaned.troubles

    def _foreign_names(self) -> bool:
        """Whether an answer was sent to a question that is not on this page."""
        own = {name for question in self._questions for name in (f"q_{question.id}", f"other_{question.id}")}
        posted = self._formdata
        return posted is not None and any(
            name.startswith(_OURS) and name not in own and any(posted.getlist(name)) for name in posted
        )

    def _errors_onto_fields(self) -> None:
        for question in self._questions:
            messages = [t.message for t in self._cleaned.troubles if t.question == question.id]
            self._fields[input_name(question)].errors = messages
        self.form_errors = [t.message for t in self._cleaned.troubles if t.question is None]

    @property
    def answers(self) -> dict[str, Answer]:
        """Cleaned answers to the questions of this page that are asked."""
        return self._cleaned.answers

    @property
    def troubles(self) -> list[Trouble]:
        """What is to be put right, in the order of the page."""
        return self._cleaned.troubles

    @property
    def not_asked(self) -> list[str]:
        """Ids of answered questions that are not asked; offer to leave them out."""
        return self._cleaned.not_asked


def compile_form(definition: FormDefinition, page_index: int | None, language: str) -> type[AnswerForm]:
    """The class of one page (None: of all pages as one), with labels in one language.

    Messages are not part of it: they are translated for each reader when they are shown.
    """
    page = definition.questions if page_index is None else definition.pages[page_index].questions
    asking = tuple(question for question in page if question in definition.asking)
    fields = {
        input_name(question): AnswerField(question, label=text_in(question.title, language))
        for question in asking
    }
    return type(
        "CompiledForm",
        (AnswerForm,),
        {"_definition": definition, "_questions": asking, "_language": language, **fields},
    )
