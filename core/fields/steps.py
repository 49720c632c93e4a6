"""Forms of several pages: each page sends what was typed before along, signed; nothing is stored.

`take_turn` is the whole conversation of a form, also of one page: give it what was sent and it says
which page to show, with what and what to say, or that the form is finished and with which answers.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from itsdangerous import BadData, URLSafeSerializer

from core.fields.answers import Answer
from core.fields.cleaning import Trouble, clean_answers
from core.fields.conditions import visible_questions
from core.fields.definition import FormDefinition
from core.fields.forms import AnswerForm, compile_form
from core.fields.kinds import kind_of
from core.fields.kinds.kind import Posted
from core.fields.questions import Section
from core.fields.token import TamperedTokenError, signing_keys

STATE_FIELD, PAGE_FIELD, STEP_FIELD = "form_state", "form_page", "form_step"
BACK = "back"


class CompiledPages(NamedTuple):
    """The classes of a form in one language. Keep it by version and language."""

    definition: FormDefinition
    language: str
    forms: tuple[type[AnswerForm], ...]


class Progress(NamedTuple):
    """Where somebody is: page 1 of 2, and about how many minutes are left (0: nearly done)."""

    page: int
    pages: int
    minutes: int


@dataclass
class Turn:
    """What to do next. With `finished`, `answers` are complete and clean; else show page `page`."""

    page: int
    finished: bool = False
    answers: dict[str, Answer] = field(default_factory=dict)
    typed: dict[str, Any] = field(default_factory=dict)
    """What was typed on all pages, to be shown again."""
    troubles: list[Trouble] = field(default_factory=list)
    not_asked: list[str] = field(default_factory=list)
    state: str = ""
    """For the hidden input of the page shown."""


def compile_pages(definition: FormDefinition, language: str) -> CompiledPages:
    """All pages of a form, compiled for one language."""
    forms = tuple(compile_form(definition, index, language) for index in range(len(definition.pages)))
    return CompiledPages(definition, language, forms)


def take_turn(compiled: CompiledPages, posted: Posted, *, nonce: str) -> Turn:
    """Read one POST of a form. `nonce` is of its token: a state belongs to one form only.

    Raises TamperedTokenError for a state that is not ours or of another form.
    """
    definition = compiled.definition
    known = _read_state(_first(posted, STATE_FIELD), nonce)
    page = _page_sent(posted, len(definition.pages))
    form = compiled.forms[page](posted, known=known)
    here = {question.id for question in definition.pages[page].questions}
    typed = {key: raw for key, raw in known.items() if key not in here} | form.typed
    goes_back = _first(posted, STEP_FIELD) == BACK
    if not goes_back and form.validate():  # what was left out is let go
        gone = form.left_out & here - set(form.answers)
        typed = {key: raw for key, raw in typed.items() if key not in gone}
    turn = Turn(page, typed=typed, state=_write_state(typed, nonce))
    if goes_back:
        turn.page = _page_after(definition, page, typed, -1, default=page)
    elif form.troubles:
        turn.troubles, turn.not_asked = form.troubles, form.not_asked
    elif (following := _page_after(definition, page, typed, 1, default=-1)) >= 0:
        turn.page = following
    else:
        _finish(definition, turn, form)
    return turn


def with_nonce(turn: Turn, nonce: str) -> Turn:
    """The same turn under another token: for a form that is shown again to be sent as a new one."""
    return replace(turn, state=_write_state(turn.typed, nonce))


def _finish(definition: FormDefinition, turn: Turn, form: AnswerForm) -> None:
    """Clean all pages together; somebody may have left one out, or changed an early answer."""
    cleaned = clean_answers(definition, turn.typed, sent=form.typed, left_out=form.left_out)
    if not cleaned.troubles:
        turn.finished, turn.answers = True, cleaned.answers
        return
    places = [definition.page_of(t.question) for t in cleaned.troubles if t.question in definition.by_id]
    turn.page = min(places, default=turn.page)
    on_page = {question.id for question in definition.pages[turn.page].questions}
    turn.troubles = [t for t in cleaned.troubles if t.question is None or t.question in on_page]


def _first(posted: Posted, name: str) -> str:
    return next(iter(posted.getlist(name)), "")


def _page_sent(posted: Posted, pages: int) -> int:
    sent = _first(posted, PAGE_FIELD)
    index = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 0
    return min(index, pages - 1)


def _page_after(
    definition: FormDefinition, page: int, typed: Mapping[str, Any], step: int, *, default: int
) -> int:
    """The next page in a direction on which something is asked or said."""
    answers = clean_answers(definition, typed, sent=()).answers
    visible = {question.id for question in visible_questions(definition, answers)}
    index = page + step
    while 0 <= index < len(definition.pages):
        if any(question.id in visible for question in definition.pages[index].questions):
            return index
        index += step
    return default


def progress(definition: FormDefinition, page: int, typed: Mapping[str, Any] | None = None) -> Progress:
    """How far a form is once somebody opens this page; typed answers tell which questions are left."""
    answers = clean_answers(definition, typed or {}, sent=()).answers
    visible = {question.id for question in visible_questions(definition, answers)}
    left = [question for later in definition.pages[page:] for question in later.questions]
    seconds = sum(kind_of(question).seconds for question in left if question.id in visible)
    last = page == len(definition.pages) - 1 and page > 0
    minutes = math.floor(seconds / 60 + 0.5) if last else max(1, round(seconds / 60))
    return Progress(page + 1, len(definition.pages), minutes)


def is_askable(definition: FormDefinition) -> bool:
    """Whether there is anything to ask: what a tool checks before it publishes."""
    return any(not isinstance(question, Section) for question in definition.questions)


def _serializer(nonce: str) -> URLSafeSerializer:
    return URLSafeSerializer(signing_keys(), salt=f"hutong.form-state.{nonce}")


def _write_state(typed: Mapping[str, Any], nonce: str) -> str:
    return str(_serializer(nonce).dumps(dict(typed))) if typed else ""


def _read_state(state: str, nonce: str) -> dict[str, Any]:
    if not state:
        return {}
    try:
        typed = _serializer(nonce).loads(state)
    except BadData as error:
        raise TamperedTokenError from error
    return dict(typed)
