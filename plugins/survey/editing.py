"""Changing a draft: each function takes the form as data and gives the changed form, never half a change.

Stable ids of questions and options are kept, so that answers, results and conditions go on meaning the same.
`save_draft` is the one way into the database: it checks the rules of forms and remembers what to undo.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from hutong import digest_of
from hutong.fields import FormDefinition, new_id
from plugins.survey.models import Survey

Data = dict[str, Any]


class UndoLostError(Exception):
    """The draft was changed again after what should be undone."""


def save_draft(*, survey: Survey, draft: Data) -> None:
    """Keep a changed draft. Raises `DefinitionError` where it breaks the rules of forms."""
    checked = FormDefinition.from_data(draft).to_data()
    survey.undo = {"draft": survey.draft, "after": digest_of(checked)}
    survey.draft = checked


def undo_change(*, survey: Survey) -> None:
    """Take the last change of the draft back. Raises `UndoLostError` where it is not the last any more."""
    if not survey.undo or survey.undo["after"] != digest_of(survey.draft):
        raise UndoLostError
    survey.draft, survey.undo = survey.undo["draft"], None


def find_question(draft: Data, question_id: str) -> tuple[int, int] | None:
    """Where a question is: page and place."""
    for page_index, page in enumerate(draft["pages"]):
        for place, question in enumerate(page["questions"]):
            if question["id"] == question_id:
                return page_index, place
    return None


def question_data(draft: Data, question_id: str) -> Data | None:
    """A question of the draft."""
    found = find_question(draft, question_id)
    if found is None:
        return None
    question: Data = draft["pages"][found[0]]["questions"][found[1]]
    return question


def with_question(draft: Data, question: Data, page_index: int) -> Data:
    """The draft with this question changed in place, moved to a page, or added at its end."""
    changed = deepcopy(draft)
    found = find_question(changed, question["id"])
    if found is not None and found[0] == page_index:
        changed["pages"][page_index]["questions"][found[1]] = question
        return changed
    if found is not None:
        del changed["pages"][found[0]]["questions"][found[1]]
    changed["pages"][page_index]["questions"].append(question)
    return changed


def with_copy(draft: Data, question_id: str, mark: Mapping[str, str]) -> Data:
    """The draft with a copy right after a question; `mark` is added to its title by language."""
    changed = deepcopy(draft)
    page_index, place = _place(changed, question_id)
    questions = changed["pages"][page_index]["questions"]
    title = {language: text + mark.get(language, "") for language, text in questions[place]["title"].items()}
    questions.insert(place + 1, {**deepcopy(questions[place]), "id": new_id(), "title": title})
    return changed


def without_question(draft: Data, question_id: str) -> tuple[Data, int, int]:
    """The draft without a question and without the conditions on it.

    Gives also how many questions lost their only condition, and how many one of several.
    """
    changed = deepcopy(draft)
    page_index, place = _place(changed, question_id)
    del changed["pages"][page_index]["questions"][place]
    freed = loosened = 0
    for question in _questions(changed):
        before = question.pop("show_if", None)
        left = _without_source(before, question_id) if before else None
        if left is not None:
            question["show_if"] = left
        freed += before is not None and left is None
        loosened += left is not None and left != before
    return changed, freed, loosened


def _without_source(condition: Data, question_id: str) -> Data | None:
    """What is left of a condition without all that looks at a question."""
    way = next((way for way in ("all", "any") if way in condition), None)
    if way is None:
        return None if condition["question"] == question_id else condition
    left = [part for part in (_without_source(part, question_id) for part in condition[way]) if part]
    if len(left) > 1 or left == condition[way]:
        return {way: left}
    return left[0] if left else None


def with_step(draft: Data, question_id: str, step: int) -> Data:
    """The draft with a question one place up (-1) or down (1), across the edge of a page."""
    changed = deepcopy(draft)
    page_index, place = _place(changed, question_id)
    questions = changed["pages"][page_index]["questions"]
    if 0 <= place + step < len(questions):
        questions[place], questions[place + step] = questions[place + step], questions[place]
    elif 0 <= page_index + step < len(changed["pages"]):
        neighbour = changed["pages"][page_index + step]["questions"]
        neighbour.insert(len(neighbour) if step < 0 else 0, questions.pop(place))
    return changed


def with_order(draft: Data, page_index: int, order: Sequence[str]) -> Data | None:
    """The draft with one page's questions in this order; None where these are not its questions."""
    changed = deepcopy(draft)
    questions = {question["id"]: question for question in changed["pages"][page_index]["questions"]}
    if sorted(order) != sorted(questions):
        return None
    changed["pages"][page_index]["questions"] = [questions[question_id] for question_id in order]
    return changed


def with_condition(draft: Data, question_id: str, condition: Data | None) -> Data:
    """The draft with a question asked only under a condition, or (None) always."""
    changed = deepcopy(draft)
    page_index, place = _place(changed, question_id)
    question = changed["pages"][page_index]["questions"][place]
    question.pop("show_if", None)
    if condition is not None:
        question["show_if"] = condition
    return changed


def with_page(draft: Data) -> Data:
    """The draft with another page at its end."""
    changed = deepcopy(draft)
    changed["pages"].append({"questions": []})
    return changed


def with_page_title(draft: Data, page_index: int, title: Mapping[str, str]) -> Data:
    """The draft with a page called so; without words it has no title."""
    changed = deepcopy(draft)
    changed["pages"][page_index].pop("title", None)
    if title:
        changed["pages"][page_index]["title"] = dict(title)
    return changed


def without_page(draft: Data, page_index: int) -> Data:
    """The draft without a page; its questions go to the page before it, from the first to the next."""
    changed = deepcopy(draft)
    if len(changed["pages"]) == 1:
        return changed
    page = changed["pages"].pop(page_index)
    if page_index:
        changed["pages"][page_index - 1]["questions"] += page["questions"]
    else:
        changed["pages"][0]["questions"][:0] = page["questions"]
    return changed


def _place(draft: Data, question_id: str) -> tuple[int, int]:
    found = find_question(draft, question_id)
    if found is None:
        raise KeyError(question_id)
    return found


def _questions(draft: Data) -> Iterable[Data]:
    for page in draft["pages"]:
        yield from page["questions"]
