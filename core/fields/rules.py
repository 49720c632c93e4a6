"""What a whole form must fulfil beyond the shape of its parts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import phonenumbers
import re2

from core.fields.answers import OTHER
from core.fields.conditions import Answered, AtLeast, AtMost, Is, Leaf, leaves
from core.fields.problems import Problem
from core.fields.questions import (
    Date,
    Dropdown,
    Multiple,
    Nps,
    Number,
    Phone,
    Question,
    Rating,
    Section,
    ShortText,
    Single,
)
from core.fields.say import Message, lazily as _

if TYPE_CHECKING:
    from core.fields.definition import FormDefinition

MAX_CONDITIONS = 20


def rule_problems(definition: "FormDefinition") -> list[Problem]:
    """Everything wrong with a form whose parts are well shaped; empty when it can be asked."""
    problems: list[Problem] = []
    earlier: dict[str, Question] = {}
    all_ids = {question.id for question in definition.questions}
    for question in definition.questions:
        if question.id in earlier:
            problems.append(
                Problem(question.id, _("question “%(question)s” is there twice", question=question.id))
            )
        problems += _own_problems(question)
        problems += _condition_problems(question, earlier, all_ids)
        earlier[question.id] = question
    return problems


def _own_problems(question: Question) -> Iterator[Problem]:
    def problem(message: Message) -> Problem:
        return Problem(
            question.id, _("question “%(question)s”: %(what)s", question=question.id, what=message)
        )

    if isinstance(question, Single | Multiple | Dropdown):
        ids = [option.id for option in question.options]
        for double in sorted({option for option in ids if ids.count(option) > 1}):
            yield problem(_("option “%(option)s” is there twice", option=double))
    if isinstance(question, Multiple):
        choices = len(question.options) + question.other
        if max(question.min or 0, question.max or 0) > choices:
            yield problem(_("“min” and “max” go no higher than the %(count)d choices", count=choices))
    if isinstance(question, Multiple | Number | Date) and _crossed(question):
        yield problem(_("“min” is more than “max”"))
    if isinstance(question, ShortText) and question.pattern and not _compiles(question.pattern):
        yield problem(_("“pattern” is no expression that RE2 knows"))
    if isinstance(question, Phone) and question.region not in phonenumbers.SUPPORTED_REGIONS:
        yield problem(_("there is no region “%(region)s”", region=question.region))


def _crossed(question: Multiple | Number | Date) -> bool:
    low, high = question.min, question.max
    return low is not None and high is not None and low > high  # type: ignore[operator]


def _compiles(pattern: str) -> bool:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        re2.compile(pattern, options)
    except re2.error:
        return False
    return True


def _condition_problems(
    question: Question, earlier: dict[str, Question], all_ids: set[str]
) -> Iterator[Problem]:
    found = list(leaves(question.show_if))
    if len(found) > MAX_CONDITIONS:
        yield Problem(
            question.id,
            _(
                "question “%(question)s”: more than %(limit)d conditions",
                question=question.id,
                limit=MAX_CONDITIONS,
            ),
        )
    for leaf in found:
        if message := _leaf_problem(leaf, earlier, all_ids):
            yield Problem(
                question.id,
                _("question “%(question)s”, show_if: %(what)s", question=question.id, what=message),
            )


def _leaf_problem(leaf: Leaf, earlier: dict[str, Question], all_ids: set[str]) -> Message | None:
    source = earlier.get(leaf.question)
    if source is None and leaf.question in all_ids:
        return _("“%(other)s” does not come earlier", other=leaf.question)
    if source is None:
        return _("there is no question “%(other)s”", other=leaf.question)
    if isinstance(leaf, Is):
        return _option_problem(leaf, source)
    if isinstance(leaf, AtLeast | AtMost) and not isinstance(source, Rating | Nps | Number):
        return _("“%(other)s” is not answered with a number", other=leaf.question)
    if isinstance(leaf, Answered) and isinstance(source, Section):
        return _("“%(other)s” asks nothing", other=leaf.question)
    return None


def _option_problem(leaf: Is, source: Question) -> Message | None:
    if not isinstance(source, Single | Multiple | Dropdown):
        return _("“%(other)s” has no options", other=leaf.question)
    known = {option.id for option in source.options}
    if not isinstance(source, Dropdown) and source.other:
        known.add(OTHER)
    for option in leaf.options:
        if option not in known:
            return _("“%(other)s” has no option “%(option)s”", other=leaf.question, option=option[:60])
    return None
