"""What registration asks of its own: adding, changing, moving and dropping questions; and ready-made ones."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hutong import current_tenant_id, db, gettext as _, speaking, touch_tenant
from hutong.fields import FormDefinition, new_id
from plugins.meeting.models import Meeting

KINDS = ("short_text", "long_text", "single", "multiple", "number", "date")
MOST = 12
"""More questions than that keep guests away."""
Question = dict[str, Any]


def keep_question(meeting: Meeting, question: Mapping[str, Any]) -> None:
    """Change the question of this id, or add it at the end. Guests' answers keep what they were asked."""
    ids = [one["id"] for one in meeting.questions]
    questions = [dict(question) if one["id"] == question["id"] else one for one in meeting.questions]
    _set(meeting, questions if question["id"] in ids else [*questions, dict(question)])


def drop_question(meeting: Meeting, question_id: str) -> None:
    """Ask it no more. Raises `DefinitionError` where another question hangs on it."""
    _set(meeting, [one for one in meeting.questions if one["id"] != question_id])


def order_questions(meeting: Meeting, ids: Sequence[str]) -> None:
    """Ask in this order; those not named come after. Raises `DefinitionError` as `drop_question` does."""
    places = {question_id: place for place, question_id in enumerate(ids)}
    _set(meeting, sorted(meeting.questions, key=lambda one: places.get(one["id"], len(places))))


def moved(meeting: Meeting, question_id: str, *, by: int) -> list[str]:
    """The ids with one of them so many places further down."""
    ids = [one["id"] for one in meeting.questions]
    if question_id in ids:
        place = ids.index(question_id)
        ids.insert(max(0, place + by), ids.pop(place))
    return ids


def question_of(meeting: Meeting, question_id: str) -> Question | None:
    """The question with this id."""
    return next((one for one in meeting.questions if one["id"] == question_id), None)


def new_question(sort: str, languages: Sequence[str]) -> Question | None:
    """An empty question of a kind, or a ready-made one; it is nobody's until it is kept."""
    if sort in KINDS:
        return {"id": new_id(), "kind": sort}
    make = READY_MADE.get(sort)
    return {"id": new_id(), **make(languages)} if make else None


def checked_questions(questions: list[Any]) -> list[Any]:
    """The same questions, where a form can be made of them; else raises `DefinitionError`."""
    if questions:
        FormDefinition.from_data({"pages": [{"questions": questions}]})
    return questions


def _set(meeting: Meeting, questions: list[Any]) -> None:
    meeting.questions = checked_questions(questions)
    touch_tenant(tenant_id=current_tenant_id(db.session()))


def _in_all(say: Callable[[], str], languages: Sequence[str]) -> dict[str, str]:
    said = {}
    for language in languages:
        with speaking(language):
            said[language] = say()
    return said


def _choice(
    kind: str, languages: Sequence[str], title: Callable[[], str], *options: Callable[[], str], **more: Any
) -> Question:
    return {
        "kind": kind,
        "title": _in_all(title, languages),
        "options": [{"id": new_id(), "label": _in_all(option, languages)} for option in options],
        **more,
    }


def _diet(languages: Sequence[str]) -> Question:
    options = (lambda: _("Everything"), lambda: _("Vegetarian"), lambda: _("Halal"))
    return _choice("single", languages, lambda: _("What do you eat?"), *options, other=True)


def _company(languages: Sequence[str]) -> Question:
    title = _in_all(lambda: _("Your company"), languages)
    return {"kind": "short_text", "title": title, "autofill": "organization", "max_length": 120}


def _source(languages: Sequence[str]) -> Question:
    options = (lambda: _("From a friend"), lambda: _("From the shop"), lambda: _("Online"))
    return _choice("single", languages, lambda: _("How did you hear of it?"), *options, other=True)


def _yes_no(languages: Sequence[str]) -> Question:
    return {
        "kind": "single",
        "options": [
            {"id": "yes", "label": _in_all(lambda: _("Yes"), languages)},
            {"id": "no", "label": _in_all(lambda: _("No"), languages)},
        ],
    }


READY_MADE: Mapping[str, Callable[[Sequence[str]], Question]] = {
    "diet": _diet,
    "company": _company,
    "source": _source,
    "yes-no": _yes_no,
}
