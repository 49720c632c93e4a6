"""A condition in words, for a respondent without script and for whoever builds the form."""

from typing import TYPE_CHECKING

from core.fields.conditions import All, Answered, AnyOf, AtLeast, Condition, Is, Leaf
from core.fields.kinds.choices import option_words
from core.fields.questions import Dropdown, Multiple, Single
from core.fields.say import lazily as _
from core.texts import text_in

if TYPE_CHECKING:
    from core.fields.definition import FormDefinition


def condition_in_words(condition: Condition, definition: "FormDefinition", language: str) -> str:
    """A clause that fits after "only if", such as “How often?” is Every week or Every day."""
    if isinstance(condition, All | AnyOf):
        joint = str(_(", or ") if isinstance(condition, AnyOf) else _(" and "))
        return joint.join(_part_in_words(part, definition, language) for part in condition.conditions)
    return _leaf_in_words(condition, definition, language)


def _part_in_words(part: Condition, definition: "FormDefinition", language: str) -> str:
    """A group inside a group stands in brackets: "and" and "or" side by side could be read either way."""
    words = condition_in_words(part, definition, language)
    is_group = isinstance(part, All | AnyOf) and len(part.conditions) > 1
    return str(_("(%(group)s)", group=words)) if is_group else words


def _leaf_in_words(leaf: Leaf, definition: "FormDefinition", language: str) -> str:
    question = definition.question(leaf.question)
    title = text_in(question.title, language)
    if isinstance(leaf, Is):
        assert isinstance(question, Single | Multiple | Dropdown)  # the rules of a definition say so
        chosen = str(_(" or ")).join(option_words(question, option, language) for option in leaf.options)
        return str(_("“%(title)s” is %(chosen)s", title=title, chosen=chosen))
    if isinstance(leaf, Answered):
        if leaf.answered:
            return str(_("“%(title)s” is answered", title=title))
        return str(_("“%(title)s” is not answered", title=title))
    if isinstance(leaf, AtLeast):
        return str(_("“%(title)s” is %(number)s or more", title=title, number=leaf.at_least))
    return str(_("“%(title)s” is %(number)s or less", title=title, number=leaf.at_most))
