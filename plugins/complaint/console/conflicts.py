"""Two people edited one thing: the second sees both versions, and nothing typed is lost."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

Facts = Sequence[tuple[str, str]]
_OURS = ("csrf_token", "base", "submit")


def conflict_page(title: str, *, mine: Facts, theirs: Facts, base: str, back: str) -> ResponseReturnValue:
    """Both versions side by side; "Take mine" sends everything again, on top of what lies there now."""
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in _OURS]
    page = render_template(
        "complaint/console/conflict.html",
        title=title,
        mine=mine,
        theirs=theirs,
        differs={pair for pair in (*mine, *theirs) if (pair in mine) != (pair in theirs)},
        typed=typed,
        base=base,
        back=back,
    )
    return page, 409


def facts_of(form: FlaskForm, data: Mapping[str, Any] | None = None) -> list[tuple[str, str]]:
    """A form's fields as pairs of words; with `data`, those of what is saved."""
    return [
        (str(field.label.text), str(field.data if data is None else data.get(field.name)))
        for field in form
        if field.name not in _OURS
        and (field.data if data is None else data.get(field.name)) not in (None, "")
    ]
