"""One or several of given options, and words of one's own."""

from typing import Any

from core.fields.answers import OTHER, Answer, AnswerError, chosen_options, other_words
from core.fields.kinds.kind import Column, Kind, Posted, input_name, not_understood, other_name
from core.fields.questions import OTHER_LENGTH, Choice, Dropdown, Multiple, Single
from core.fields.say import lazily as _, lazily_counted as ngettext
from core.fields.text import plain
from core.texts import text_in


def option_words(question: Choice, option_id: str, language: str) -> str:
    """The label of an option; `OTHER` has the interface's word."""
    if option_id == OTHER:
        return str(_("Other"))
    return next((text_in(o.label, language) for o in question.options if o.id == option_id), option_id)


def has_other(question: Choice) -> bool:
    """Whether words of one's own are welcome."""
    return not isinstance(question, Dropdown) and question.other


def _known(question: Choice, option: Any) -> str:
    if isinstance(option, str) and any(option == known.id for known in question.options):
        return option
    raise AnswerError(
        _("That choice is no longer offered. Please choose again."), _("that choice is no longer offered")
    )


def _own_words(question: Choice, typed: Any) -> str:
    if not isinstance(typed, str) or not has_other(question):
        raise AnswerError(not_understood())
    words = plain(typed).replace("\n", " ")
    if not words:
        raise AnswerError(_("You chose “Other”: please write what it is."), _("write what “Other” is"))
    if len(words) > OTHER_LENGTH:
        raise too_long(len(words), OTHER_LENGTH)
    return words


def too_long(count: int, limit: int) -> AnswerError:
    """For text over its limit, with both numbers."""
    return AnswerError(
        _("At most %(limit)d characters; this has %(count)d.", limit=limit, count=count),
        ngettext("%(num)d character too many", "%(num)d characters too many", count - limit),
    )


class OneChoice(Kind[Single | Dropdown]):
    """Raw: an option's id, `{"other": words}`, or `{"option": id, "other": words}` where the option wins."""

    chart = "bars"

    def __init__(self, name: str) -> None:
        self.name = name

    def read(self, question: Single | Dropdown, posted: Posted) -> Answer | None:
        option = next(iter(posted.getlist(input_name(question))), "")
        words = next(iter(posted.getlist(other_name(question))), "") if has_other(question) else ""
        if option == OTHER or (words.strip() and not option):
            return {"other": words}
        if words.strip():
            return {"option": option, "other": words}
        return option or None

    def clean(self, question: Single | Dropdown, raw: Answer) -> Answer | None:
        if not isinstance(raw, dict):
            return _known(question, raw)
        if "option" in raw:
            return _known(question, raw["option"])
        return {"other": _own_words(question, raw.get("other"))}

    def missing(self, question: Single | Dropdown) -> AnswerError:
        return AnswerError(_("Please choose one to carry on."), _("choose one"))

    def words(self, question: Single | Dropdown, answer: Answer, language: str) -> str:
        return other_words(answer) or option_words(question, str(answer), language)

    def columns(self, question: Single | Dropdown, language: str) -> list[Column]:
        columns = super().columns(question, language)
        if has_other(question):
            heading = f"{columns[0].heading} · {option_words(question, OTHER, language)}"
            columns.append(Column(f"{question.id}:{OTHER}", heading))
        return columns

    def cells(self, question: Single | Dropdown, answer: Answer, language: str) -> dict[str, str]:
        if words := other_words(answer):
            return {question.id: option_words(question, OTHER, language), f"{question.id}:{OTHER}": words}
        return {question.id: self.words(question, answer, language)}

    def counted(self, question: Single | Dropdown, answer: Answer) -> list[str]:
        return sorted(chosen_options(answer))


class ManyChoices(Kind[Multiple]):
    """Raw: a list of options' ids and of `{"other": words}`; written words count as chosen."""

    name = "multiple"
    chart = "bars"
    seconds = 12

    def read(self, question: Multiple, posted: Posted) -> Answer | None:
        chosen: list[Any] = [option for option in posted.getlist(input_name(question)) if option != OTHER]
        ticked = OTHER in posted.getlist(input_name(question))
        words = next(iter(posted.getlist(other_name(question))), "") if has_other(question) else ""
        if ticked or words.strip():
            chosen.append({"other": words})
        return chosen or None

    def clean(self, question: Multiple, raw: Answer) -> Answer | None:
        items = raw if isinstance(raw, list) else [raw]
        chosen = {_known(question, item) for item in items if not isinstance(item, dict)}
        words = next((_own_words(question, i.get("other")) for i in items if isinstance(i, dict)), None)
        count = len(chosen) + (words is not None)
        self._check_count(question, chosen, count)
        answer: list[Any] = [option.id for option in question.options if option.id in chosen]
        return answer + ([{"other": words}] if words is not None else []) or None

    def _check_count(self, question: Multiple, chosen: set[str], count: int) -> None:
        alone = next((o for o in question.options if o.exclusive and o.id in chosen), None)
        if alone is not None and count > 1:
            raise AnswerError(
                _("One of these says “none of the others”. Keep either it or the others."),
                _("these do not go together"),
            )
        if question.max is not None and count > question.max:
            raise AnswerError(
                _("Choose at most %(limit)d; these are %(count)d.", limit=question.max, count=count),
                _("choose at most %(limit)d", limit=question.max),
            )
        if question.min is not None and alone is None and 0 < count < question.min:
            raise AnswerError(
                _("Choose at least %(limit)d; this is %(count)d.", limit=question.min, count=count),
                _("choose at least %(limit)d", limit=question.min),
            )

    def missing(self, question: Multiple) -> AnswerError:
        least = question.min or 1
        brief = ngettext("choose at least %(num)d", "choose at least %(num)d", least)
        return AnswerError(
            ngettext(
                "Please choose at least %(num)d to carry on.",
                "Please choose at least %(num)d to carry on.",
                least,
            ),
            brief,
        )

    def words(self, question: Multiple, answer: Answer, language: str) -> str:
        said = [
            other_words(i) if isinstance(i, dict) else option_words(question, i, language) for i in answer
        ]
        return ("、" if language.startswith(("zh", "ja")) else ", ").join(said)

    def columns(self, question: Multiple, language: str) -> list[Column]:
        title = text_in(question.title, language)
        ids = [option.id for option in question.options] + ([OTHER] if question.other else [])
        return [Column(f"{question.id}:{i}", f"{title} · {option_words(question, i, language)}") for i in ids]

    def cells(self, question: Multiple, answer: Answer, language: str) -> dict[str, str]:
        return {
            f"{question.id}:{OTHER if isinstance(item, dict) else item}": other_words(item) or "1"
            for item in answer
        }

    def counted(self, question: Multiple, answer: Answer) -> list[str]:
        return sorted(chosen_options(answer))
