"""The editor of one question: a WTForms class made for its kind and the survey's languages.

Texts come once for each language (``title_zh``); options are lines of their own with their stable ids beside
them, read by `options_in`. `question_in` gives the question as data, or puts what is missing on the fields.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    Field,
    HiddenField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional

from hutong import WholeNumber, label_in, lazy_gettext as _
from hutong.fields import new_id

Data = dict[str, Any]
WITH_OPTIONS = ("single", "multiple", "dropdown")
EMPTY_LINES = 2
MOST_OPTIONS = 100

_TEXTS: dict[str, tuple[tuple[str, Any, int, bool], ...]] = {
    "rating": (
        ("low", _("Words at the low end"), 60, False),
        ("high", _("Words at the high end"), 60, False),
    ),
    "nps": (("low", _("Words at 0"), 60, False), ("high", _("Words at 10"), 60, False)),
    "number": (("unit", _("Unit"), 20, False),),
    "consent": (("statement", _("What they agree to"), 5000, True),),
    "section": (("body", _("Text"), 5000, True),),
}


class _QuestionForm(FlaskForm):  # type: ignore[misc]
    base = HiddenField()
    page = SelectField(_("On page"), coerce=int)


def question_form(kind: str, languages: Sequence[str], pages: int) -> type[_QuestionForm]:
    """The form of a kind of question."""
    fields: dict[str, Any] = {}
    asks = kind != "section"
    _add_text(fields, "title", _("Question") if asks else _("Heading"), languages, 300, rows=False)
    for name, label, length, rows in _TEXTS.get(kind, ()):
        _add_text(fields, name, label, languages, length, rows=rows)
    if asks:
        _add_text(fields, "help", _("A line of help under it"), languages, 300, rows=False)
        fields["required"] = BooleanField(_("They have to answer"))
    fields |= _limits(kind)
    form: type[_QuestionForm] = type("QuestionForm", (_QuestionForm,), fields)
    form.page_choices = [SelectChoice(str(index), str(index + 1)) for index in range(pages)]
    return form


def _add_text(
    fields: dict[str, Any], name: str, label: Any, languages: Sequence[str], length: int, *, rows: bool
) -> None:
    for language in languages:
        field = TextAreaField if rows else StringField
        fields[f"{name}_{language}"] = field(
            label_in(label, language, languages),
            validators=[Length(max=length)],
            render_kw={"lang": language},
        )


def _limits(kind: str) -> dict[str, Field]:
    most = [Optional(), NumberRange(1, 100)]
    match kind:
        case "single":
            return {"other": BooleanField(_("They may write something else"))}
        case "multiple":
            return {
                "other": BooleanField(_("They may write something else")),
                "max": WholeNumber(_("Choose at most"), validators=most),
            }
        case "rating":
            stars = [SelectChoice(str(number)) for number in range(3, 11)]
            return {"max": SelectField(_("How many stars"), coerce=int, choices=stars, default=5)}
        case "short_text":
            return {"max_length": _characters(500, 200)}
        case "long_text":
            return {"max_length": _characters(10_000, 2_000)}
        case "number":
            return {
                "min": DecimalField(_("At least"), validators=[Optional()], places=None),
                "max": DecimalField(_("At most"), validators=[Optional()], places=None),
                "decimals": WholeNumber(
                    _("Digits after the point"), validators=[Optional(), NumberRange(0, 6)]
                ),
            }
        case "date":
            return {
                "min": DateField(_("Not before"), validators=[Optional()]),
                "max": DateField(_("Not after"), validators=[Optional()]),
            }
        case _:
            return {}


def _characters(most: int, default: int) -> WholeNumber:
    return WholeNumber(
        _("Characters at most"), default=default, validators=[Optional(), NumberRange(1, most)]
    )


def form_data_of(question: Mapping[str, Any], languages: Sequence[str], page: int, base: str) -> Data:
    """What the form shows of a question."""
    data: Data = {"page": page, "base": base}
    for name, value in question.items():
        if isinstance(value, dict) and name != "show_if":
            data |= {f"{name}_{language}": value.get(language, "") for language in languages}
        else:
            data[name] = value
    return data


def options_in(posted: MultiDict[str, str], languages: Sequence[str]) -> list[Data]:
    """The lines of options as they were typed, empty ones at the end left out; each keeps its id."""
    ids = posted.getlist("option_id")[:MOST_OPTIONS]
    columns = {language: posted.getlist(f"option_{language}") for language in languages}
    lines: list[Data] = [
        {"id": option_id, "label": {language: _at(columns[language], place) for language in languages}}
        for place, option_id in enumerate(ids)
    ]
    while lines and not any(lines[-1]["label"].values()):
        lines.pop()
    return lines


def _at(texts: Sequence[str], place: int) -> str:
    return texts[place].strip()[:300] if place < len(texts) else ""


def question_in(
    form: _QuestionForm, kind: str, languages: Sequence[str], lines: Sequence[Data], before: Mapping[str, Any]
) -> Data | None:
    """The question that was typed, or None with the errors on the form. `before` is what it was."""
    question: Data = {
        key: before[key]
        for key in ("id", "show_if", "icon", "region", "pattern", "autofill")
        if key in before
    }
    question |= {"kind": kind}
    for name in ("title", "help", *(text[0] for text in _TEXTS.get(kind, ()))):
        words = {language: _typed(form, f"{name}_{language}") for language in languages}
        kept = {**(before.get(name) or {}), **words}
        if any(kept.values()):
            question[name] = {language: text for language, text in kept.items() if text}
    for name in ("required", "other", "min", "max", "decimals", "max_length"):
        if name in form._fields and form[name].data not in (None, ""):
            question[name] = _plain(form[name].data)
    _complain(form, kind, languages, question)
    if kind in WITH_OPTIONS:
        question["options"] = _options(lines, before)
        if len(question["options"]) < (1 if question.get("other") else 2):
            form.form_errors.append(_("Give at least two options to choose from."))
    return None if form.errors else question


def _complain(form: _QuestionForm, kind: str, languages: Sequence[str], question: Data) -> None:
    first = languages[0]
    if "title" not in question:
        form[f"title_{first}"].errors = [_("Write what you ask.")]
    needed = {"consent": "statement"}.get(kind)
    if needed and needed not in question:
        form[f"{needed}_{first}"].errors = [_("Write the sentence that people agree to.")]
    low, high = question.get("min"), question.get("max")
    if kind in ("number", "date") and low is not None and high is not None and low > high:
        form["max"].errors = [_("This is less than the lower limit.")]


def _typed(form: _QuestionForm, name: str) -> str:
    return (form[name].data or "").strip() if name in form else ""


def _plain(value: Any) -> Any:
    """Numbers and days as JSON has them."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, bool | int | str):
        return value
    return int(value) if value == int(value) else float(value)


def _options(lines: Sequence[Data], before: Mapping[str, Any]) -> list[Data]:
    """Lines with words in them, with their old ids (and what else an option has), or new ones."""
    known = {option["id"]: option for option in before.get("options", ())}
    found = []
    for line in lines:
        old = known.get(line["id"], {})
        label = {
            language: text for language, text in {**old.get("label", {}), **line["label"]}.items() if text
        }
        if any(line["label"].values()):
            found.append({**old, "id": old.get("id") or new_id(), "label": label})
    return found
