"""Two people edit one thing: the second sees both versions side by side, and nothing typed is lost.

A form carries as `base` what its thing looked like when it was opened (`digest_of`). Where that has changed
when it comes back, the view answers with `conflict_page`.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import Field

from core.i18n import gettext as _
from core.local_times import LocalDateTimeField

Facts = Sequence[tuple[str, str]]
"""A version as pairs of words: what it is ("" where it needs no name), and what it says."""
_NOT_SHOWN = ("HiddenField", "CSRFTokenField")
_OURS = ("csrf_token", "base")


def digest_of(data: object) -> str:
    """A short digest of JSON data, another one for all other data."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def facts_of(form: FlaskForm, data: Mapping[str, Any] | None = None) -> Facts:
    """What a form holds, in words; with `data`, what it would hold of that."""
    shown = form if data is None else type(form)(formdata=None, data=data)
    facts = []
    for field in shown:
        if field.type not in _NOT_SHOWN:
            if hasattr(field, "choices"):
                field.choices = form[field.name].choices
            facts.append((str(field.label.text), _in_words(field)))
    return [(label, words) for label, words in facts if words]


def conflict_page(
    title: str, *, mine: Facts, theirs: Facts | None, base: str, back: str
) -> ResponseReturnValue:
    """Both versions of what `title` names; `theirs` is None where somebody deleted it.

    "Keep mine" sends everything again to the same address, on top of what is there now (`base`);
    "Keep theirs" leads `back`.
    """
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in _OURS]
    page = render_template(
        "errors/conflict.html", title=title, mine=mine, theirs=theirs, typed=typed, base=base, back=back
    )
    return page, 409


def form_conflict_page(
    title: str, form: FlaskForm, saved: Mapping[str, Any] | None, *, base: str, back: str
) -> ResponseReturnValue:
    """The same for a form that came back and what is `saved` now, as the form's data."""
    theirs = None if saved is None else facts_of(form, saved)
    return conflict_page(title, mine=facts_of(form), theirs=theirs, base=base, back=back)


def _in_words(field: Field) -> str:
    if hasattr(field, "iter_choices"):
        return ", ".join(str(choice.label) for choice in field.iter_choices() if choice.selected)
    if isinstance(field.data, bool):
        return _("yes") if field.data else _("no")
    if field.data is None:
        return ""
    value = field.local if isinstance(field, LocalDateTimeField) else field.data
    return f"{value:%Y-%m-%d %H:%M}" if hasattr(value, "hour") else str(value)
