"""The small editor of one question, for tools that ask a few beside their own matter.

A tool chooses among `SIMPLE_KINDS`; what this form does not show of a question (bounds, a condition, what a
phone may fill in) stays as it was. The template draws it with `question_courts` of ``fields/editor.html``.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, TextAreaField
from wtforms.validators import Length

from core.fields.definition import FormDefinition
from core.fields.problems import DefinitionError
from core.fields.questions import new_id
from core.fields.say import lazily as _
from core.text_forms import AskedText, AskedTexts, TextsForm, label_in, texts_data, texts_form

SIMPLE_KINDS: Mapping[str, Any] = {
    "short_text": _("One line"),
    "long_text": _("Several lines"),
    "single": _("Choose one"),
    "multiple": _("Choose several"),
    "date": _("Date"),
    "number": _("Number"),
}
"""Kinds of questions that a short form can ask for, with their names."""
_WORDS: AskedTexts = {
    "title": AskedText(_("Question"), 200, needed=_("Write what you ask.")),
    "help": AskedText(_("A line of help under it"), 200),
}
_WITH_OPTIONS = frozenset({"single", "multiple"})
_LONGEST = {"short_text": 200, "long_text": 2000}
_UNSEEN = ("autofill", "pattern", "min", "max", "unit", "decimals")


def question_form(kind: str, languages: Sequence[str]) -> type[TextsForm]:
    """The form of a kind of question in these languages."""
    more: dict[str, Any] = {"required": BooleanField(_("They have to answer"))}
    if kind in _WITH_OPTIONS:
        for language in languages:
            more[f"options_{language}"] = TextAreaField(
                label_in(_("Choices"), language, languages),
                validators=[Length(max=2000)],
                description=_("One on each line, in the same order in every language"),
                render_kw={"lang": language},
            )
        more["other"] = BooleanField(_("They may write something else"))
    return texts_form(_WORDS, languages, **more)


def question_data(question: Mapping[str, Any], languages: Sequence[str]) -> dict[str, Any]:
    """What the form shows of a question."""
    options = question.get("options", [])
    lines = {
        f"options_{language}": "\n".join(option["label"].get(language, "") for option in options)
        for language in languages
    }
    texts = texts_data({name: question.get(name) for name in _WORDS})
    ticked = {name: question.get(name, False) for name in ("required", "other")}
    return {**texts, **lines, **ticked}


def question_in(
    form: TextsForm, before: Mapping[str, Any], languages: Sequence[str]
) -> dict[str, Any] | None:
    """The question that was typed, as it is kept; None where something is missing: it is on the fields."""
    data: dict[str, Any] = {"id": before["id"], "kind": before["kind"], **form.texts()}
    data = {name: value for name, value in data.items() if value}
    data |= {name: before[name] for name in _UNSEEN if name in before}
    data |= {name: True for name in ("required", "other") if name in form and form[name].data}
    if before["kind"] in _LONGEST:
        data["max_length"] = before.get("max_length", _LONGEST[before["kind"]])
    if before["kind"] in _WITH_OPTIONS:
        data["options"] = _options(form, before.get("options", []), languages)
    try:
        definition = FormDefinition.from_data({"pages": [{"questions": [data]}]})
    except DefinitionError as error:
        name = "options" if before["kind"] in _WITH_OPTIONS else "title"
        form[f"{name}_{languages[0]}"].errors = [str(error.problems[0].message)]
        return None
    kept: dict[str, Any] = definition.to_data()["pages"][0]["questions"][0]
    return kept | ({"show_if": before["show_if"]} if before.get("show_if") else {})


def _options(
    form: TextsForm, before: Sequence[Mapping[str, Any]], languages: Sequence[str]
) -> list[dict[str, Any]]:
    """Lines as options. A line whose words are known keeps its id: answers still say what they said."""
    columns = {language: _lines(form[f"options_{language}"].data) for language in languages}
    known = {label: option for option in before for label in option["label"].values()}
    options: list[dict[str, Any]] = []
    taken: set[str] = set()
    for place in range(max(map(len, columns.values()), default=0)):
        label = {language: lines[place] for language, lines in columns.items() if place < len(lines)}
        found = next((known[words] for words in label.values() if words in known), {})
        if not found or found["id"] in taken:
            found = {"id": new_id()}
        taken.add(found["id"])
        options.append({**found, "label": label})
    return options


def _lines(typed: str | None) -> list[str]:
    return [line for raw in (typed or "").splitlines() if (line := raw.strip())]
