"""The editor of one question of a topic: a few kinds are enough beside the letter itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, TextAreaField
from wtforms.validators import Length

from hutong import (
    AskedText,
    AskedTexts,
    DefinitionError,
    FormDefinition,
    TextsForm,
    label_in,
    lazy_gettext as _,
    new_id,
    texts_data,
    texts_form,
)

KINDS: Mapping[str, Any] = {
    "short_text": _("One line"),
    "long_text": _("Several lines"),
    "single": _("Choose one"),
    "date": _("Date"),
    "number": _("Number"),
}
QUESTION_WORDS: AskedTexts = {
    "title": AskedText(_("Question"), 200, needed=_("Write what you ask.")),
    "help": AskedText(_("A line of help under it"), 200),
}
_LONGEST = {"short_text": 200, "long_text": 2000}


def question_form(kind: str, languages: Sequence[str]) -> type[TextsForm]:
    """The form of a kind of question in these languages."""
    more: dict[str, Any] = {"required": BooleanField(_("They have to answer"))}
    if kind == "single":
        for language in languages:
            more[f"options_{language}"] = TextAreaField(
                label_in(_("Choices"), language, languages),
                validators=[Length(max=2000)],
                description=_("One on each line, in the same order in every language"),
                render_kw={"lang": language},
            )
    return texts_form(QUESTION_WORDS, languages, **more)


def form_data(question: Mapping[str, Any], languages: Sequence[str]) -> dict[str, Any]:
    """What the form shows of a question."""
    options = question.get("options", [])
    lines = {
        f"options_{language}": "\n".join(option["label"].get(language, "") for option in options)
        for language in languages
    }
    texts = texts_data({name: question.get(name) for name in QUESTION_WORDS})
    return {**texts, **lines, "required": question.get("required", False)}


def question_in(
    form: TextsForm, before: Mapping[str, Any], languages: Sequence[str]
) -> dict[str, Any] | None:
    """The question that was typed, as it is kept; None where something is missing: it is on the fields."""
    data: dict[str, Any] = {"id": before["id"], "kind": before["kind"], **form.texts()}
    data = {name: value for name, value in data.items() if value}
    if form.required.data:
        data["required"] = True
    if before["kind"] in _LONGEST:
        data["max_length"] = before.get("max_length", _LONGEST[before["kind"]])
    if before["kind"] == "single":
        data["options"] = _options(form, before.get("options", []), languages)
    try:
        definition = FormDefinition.from_data({"pages": [{"questions": [data]}]})
    except DefinitionError as error:
        name = "options" if before["kind"] == "single" else "title"
        form[f"{name}_{languages[0]}"].errors = [str(error.problems[0].message)]
        return None
    kept: dict[str, Any] = definition.to_data()["pages"][0]["questions"][0]
    return kept


def _options(
    form: TextsForm, before: Sequence[Mapping[str, Any]], languages: Sequence[str]
) -> list[dict[str, Any]]:
    """Lines as options. A line whose words are known keeps its id: letters still say what they said."""
    columns = {language: _lines(form[f"options_{language}"].data) for language in languages}
    known = {label: option["id"] for option in before for label in option["label"].values()}
    options: list[dict[str, Any]] = []
    taken: set[str] = set()
    for place in range(max(map(len, columns.values()), default=0)):
        label = {language: lines[place] for language, lines in columns.items() if place < len(lines)}
        found = next((known[words] for words in label.values() if words in known), "")
        option_id = found if found and found not in taken else new_id()
        taken.add(option_id)
        options.append({"id": option_id, "label": label})
    return options


def _lines(typed: str | None) -> list[str]:
    return [line for raw in (typed or "").splitlines() if (line := raw.strip())]
