"""A page of a form ready for the templates in `fields/`: every word chosen, every decision taken.

Made from the definition and, after an error, from the turn; never from a WTForms instance, so a page
without answers can be rendered once for each version and language and kept.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.fields.answers import OTHER, chosen_options, other_words
from core.fields.cleaning import Trouble, clean_answers
from core.fields.condition_words import condition_in_words
from core.fields.conditions import Condition, condition_data, settle
from core.fields.definition import FormDefinition
from core.fields.kinds.choices import has_other, option_words
from core.fields.kinds.kind import input_name, other_name
from core.fields.kinds.scales import scale_values
from core.fields.questions import Dropdown, Multiple, Nps, Question, Rating, Single
from core.fields.say import Message
from core.fields.steps import Progress, Turn, progress
from core.fields.token import TOKEN_PLACE
from core.texts import text_in


@dataclass(frozen=True)
class OptionView:
    """One thing to choose. An exclusive one goes alone."""

    value: str
    label: str
    chosen: bool
    exclusive: bool = False


@dataclass(frozen=True)
class QuestionView:
    """One question as it stands on the page. `q` has the limits of its kind."""

    q: Question
    name: str
    title: str
    help: str
    value: Any = ""
    options: tuple[OptionView, ...] = ()
    other_name: str = ""
    other_words: str = ""
    low: str = ""
    high: str = ""
    body: str = ""
    unit: str = ""
    show_if: str = ""
    """The condition as JSON for the page's script, where it hangs on this very page."""
    only_if: str = ""
    """The same in words, for readers without script."""
    error: Message = ""
    leave_out: str = ""
    """Ids to leave out with one tap; set where the answer is not asked for."""


@dataclass(frozen=True)
class TroubleLine:
    """A line of the list at the top, with the anchor of its question ("" for the form as a whole)."""

    anchor: str
    title: str
    brief: Message


@dataclass(frozen=True)
class PageView:
    """A page of a form. `state` and `index` go into hidden inputs."""

    index: int
    title: str
    questions: tuple[QuestionView, ...]
    progress: Progress
    is_first: bool
    is_last: bool
    state: str = ""
    troubles: tuple[TroubleLine, ...] = ()
    shown: bool = False
    """Whether the page comes with what was typed: then the browser's own memory of it is older."""
    token: str = TOKEN_PLACE


def page_view(
    definition: FormDefinition,
    page_index: int,
    language: str,
    turn: Turn | None = None,
    *,
    token: str = TOKEN_PLACE,
) -> PageView:
    """The page that a form begins with, or the one that a turn leads to, in the reader's language.

    A page to be kept has the place of its token in it (`split_around_token`); one for a turn goes out
    once, with the token that was sent: its nonce is not used up yet.
    """
    turn = turn or Turn(page_index)
    page = definition.pages[page_index]
    here = {question.id for question in page.questions}
    elsewhere = {key: raw for key, raw in turn.typed.items() if key not in here}
    answers = clean_answers(definition, elsewhere, sent=()).answers
    views: list[QuestionView] = []
    open_ids: list[str] = []
    for question in page.questions:
        condition = settle(question.show_if, answers, open_ids)
        if condition is not False or question.id in turn.not_asked:
            views.append(_question_view(definition, question, language, turn, condition))
            open_ids.append(question.id)
    lines = tuple(_line(definition, trouble, language) for trouble in turn.troubles)
    return PageView(
        index=page_index,
        title=text_in(page.title, language),
        questions=tuple(views),
        progress=progress(definition, page_index, turn.typed),
        is_first=page_index == 0,
        is_last=page_index == len(definition.pages) - 1,
        state=turn.state,
        troubles=lines,
        shown=bool(lines) or any(key in here for key in turn.typed),
        token=token,
    )


def _question_view(
    definition: FormDefinition, question: Question, language: str, turn: Turn, condition: Condition | bool
) -> QuestionView:
    raw = turn.typed.get(question.id)
    hangs = None if isinstance(condition, bool) else condition
    unasked = question.id in turn.not_asked
    return QuestionView(
        q=question,
        name=input_name(question),
        title=text_in(question.title, language),
        help=text_in(question.help, language),
        value="" if raw is None else raw,
        options=_options(question, raw, language),
        other_name=other_name(question) if isinstance(question, Single | Multiple) and question.other else "",
        other_words=other_words(raw),
        low=text_in(getattr(question, "low", None), language),
        high=text_in(getattr(question, "high", None), language),
        body=text_in(getattr(question, "body", None) or getattr(question, "statement", None), language),
        unit=text_in(getattr(question, "unit", None), language),
        show_if=json.dumps(condition_data(hangs), ensure_ascii=False) if hangs else "",
        only_if=condition_in_words(hangs, definition, language) if hangs else "",
        error=next((t.message for t in turn.troubles if t.question == question.id), ""),
        leave_out=" ".join(turn.not_asked) if unasked else "",
    )


def _options(question: Question, raw: Any, language: str) -> tuple[OptionView, ...]:
    if isinstance(question, Rating | Nps):
        values = scale_values(question)
        return tuple(OptionView(str(value), str(value), str(value) == str(raw)) for value in values)
    if not isinstance(question, Single | Multiple | Dropdown):
        return ()
    chosen = _chosen(raw)
    views = [
        OptionView(option.id, text_in(option.label, language), option.id in chosen, option.exclusive)
        for option in question.options
    ]
    if has_other(question):
        views.append(OptionView(OTHER, option_words(question, OTHER, language), OTHER in chosen))
    return tuple(views)


def _chosen(raw: Any) -> frozenset[str]:
    if isinstance(raw, Mapping) and isinstance(raw.get("option"), str):
        return frozenset({raw["option"]})
    return chosen_options(raw)


def _line(definition: FormDefinition, trouble: Trouble, language: str) -> TroubleLine:
    question = definition.by_id.get(trouble.question or "")
    if question is None:
        return TroubleLine("", "", trouble.message)
    title = text_in(question.title, language).rstrip("？?：:。. ")  # a colon follows
    return TroubleLine(input_name(question), title, trouble.brief)
