"""Questions and changes in words, for the builder and before publishing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hutong import gettext as _, lazy_gettext, ngettext, text_in
from hutong.fields import FormDefinition, Question, condition_in_words
from plugins.survey.models import Survey, SurveyVersion

KIND_NAMES = {
    "single": lazy_gettext("One choice"),
    "multiple": lazy_gettext("Several choices"),
    "dropdown": lazy_gettext("Dropdown"),
    "rating": lazy_gettext("Stars"),
    "nps": lazy_gettext("Recommend"),
    "short_text": lazy_gettext("Short text"),
    "long_text": lazy_gettext("Long text"),
    "number": lazy_gettext("Number"),
    "date": lazy_gettext("Date"),
    "email": lazy_gettext("E-mail"),
    "phone": lazy_gettext("Phone"),
    "consent": lazy_gettext("Consent"),
    "section": lazy_gettext("Text between"),
}


def question_in_brief(question: Question) -> str:
    """Such as "One choice, required, 4 options"."""
    parts = [str(KIND_NAMES[question.kind])]
    if question.kind == "rating":
        parts = [_("1 to %(max)s stars", max=question.max)]
    if question.kind == "nps":
        parts = [_("A mark from 0 to 10")]
    if question.required:
        parts.append(_("required"))
    if options := getattr(question, "options", ()):
        parts.append(ngettext("%(num)s option", "%(num)s options", len(options)))
    if getattr(question, "other", False):
        parts.append(_("or their own words"))
    return _(", ").join(parts)


def condition_in_brief(question: Question, definition: FormDefinition, language: str) -> str:
    """When a question is asked; empty for always."""
    if question.show_if is None:
        return ""
    return _("Only if %(condition)s", condition=condition_in_words(question.show_if, definition, language))


def unpublished_changes(survey: Survey, version: SurveyVersion | None, language: str) -> list[str]:
    """What customers do not see yet, one sentence each; empty where the draft is what is published."""
    new = {"pages": [page for page in survey.draft["pages"] if page.get("questions")]}
    if version is None:
        return []
    old = version.definition
    changes = list(_question_changes(old, new, language))
    if not changes and [_shape(p) for p in old["pages"]] != [_shape(p) for p in new["pages"]]:
        changes.append(_("The pages are divided or named differently"))
    if survey.title != version.title:
        changes.append(_("The title is different"))
    if survey.texts != version.texts:
        changes.append(_("The words around the questions are different"))
    if survey.keep_days != version.keep_days:
        changes.append(_("Answers are kept for another time"))
    if survey.nameless != version.nameless:
        changes.append(
            _("Names are no longer recorded") if survey.nameless else _("Names of members are recorded")
        )
    if survey.languages != version.languages:
        changes.append(_("The languages are different"))
    return changes


def _shape(page: Mapping[str, Any]) -> tuple[Any, list[str]]:
    return page.get("title"), [question["id"] for question in page["questions"]]


def _question_changes(old: Mapping[str, Any], new: Mapping[str, Any], language: str) -> Iterator[str]:
    before, after = _by_id(old), _by_id(new)
    for question_id, question in after.items():
        title = text_in(question["title"], language)
        if question_id not in before:
            yield _("New: “%(title)s”", title=title)
        elif question != before[question_id]:
            yield _("Changed: “%(title)s”", title=title)
    for question_id, question in before.items():
        if question_id not in after:
            yield _("No longer asked: “%(title)s”", title=text_in(question["title"], language))
    stay_before = [question_id for question_id in before if question_id in after]
    stay_after = [question_id for question_id in after if question_id in before]
    if stay_before != stay_after:
        yield _("The order is different")


def _by_id(data: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {question["id"]: question for page in data["pages"] for question in page["questions"]}


def question_facts(data: Mapping[str, Any] | None, languages: Sequence[str]) -> list[tuple[str, str]]:
    """A question as pairs of words, to lay two versions side by side."""
    if data is None:
        return []
    pairs = [
        (_("Question"), _said(data.get("title"), languages)),
        (_("Help"), _said(data.get("help"), languages)),
    ]
    pairs += [(_("Option"), _said(option["label"], languages)) for option in data.get("options", ())]
    pairs += [
        (str(label), _said(data[name], languages) if isinstance(data[name], dict) else str(data[name]))
        for name, label in _DETAILS.items()
        if name in data
    ]
    pairs.append((_("Required"), _("yes") if data.get("required") else _("no")))
    return [(label, words) for label, words in pairs if words]


def _said(text: Mapping[str, str] | None, languages: Sequence[str]) -> str:
    return " / ".join(text[language] for language in languages if text and text.get(language))


_DETAILS = {
    "statement": lazy_gettext("Statement"),
    "body": lazy_gettext("Text"),
    "low": lazy_gettext("Lower end"),
    "high": lazy_gettext("Upper end"),
    "min": lazy_gettext("At least"),
    "max": lazy_gettext("At most"),
    "unit": lazy_gettext("Unit"),
    "max_length": lazy_gettext("Characters at most"),
}
