"""Two people edited one thing: the second sees both versions, and nothing typed is lost."""

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from plugins.survey.models import Survey

Facts = Sequence[tuple[str, str]]
_OURS = ("csrf_token", "base", "submit")


def conflict_page(survey: Survey, *, mine: Facts, theirs: Facts, base: str, back: str) -> ResponseReturnValue:
    """Both versions side by side; "Keep mine" sends everything again, on top of what lies there now."""
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in _OURS]
    page = render_template(
        "survey/console/conflict.html",
        survey=survey,
        mine=mine,
        theirs=theirs,
        typed=typed,
        base=base,
        back=back,
    )
    return page, 409
