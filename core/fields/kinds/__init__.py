"""The kinds of questions: one object each, found by the name in a definition's `kind`."""

from typing import Any

from core.fields.kinds.choices import ManyChoices, OneChoice
from core.fields.kinds.contacts import Mail, Telephone
from core.fields.kinds.kind import Column, Kind
from core.fields.kinds.numbers import Day, Numeric
from core.fields.kinds.scales import Scale
from core.fields.kinds.statements import Agreement, Reading
from core.fields.kinds.texts import Writing
from core.fields.questions import Question

__all__ = ["KINDS", "Column", "Kind", "kind_of"]

KINDS: dict[str, Kind[Any]] = {
    kind.name: kind
    for kind in (
        OneChoice("single"),
        ManyChoices(),
        OneChoice("dropdown"),
        Scale("rating", chart="scale"),
        Scale("nps", chart="nps"),
        Writing("short_text", seconds=15),
        Writing("long_text", seconds=35),
        Numeric(),
        Day(),
        Mail(),
        Telephone(),
        Agreement(),
        Reading(),
    )
}


def kind_of(question: Question) -> Kind[Any]:
    """What knows how to read, clean and write the answers to a question."""
    return KINDS[question.kind]
