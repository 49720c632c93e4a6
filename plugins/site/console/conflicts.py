"""Two people saved the same thing: both versions side by side, and what was typed is carried along."""

import re
from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from plugins.site.models import SitePage

SIGNS = ("kind", "icon", "field")
NOT_CARRIED = ("csrf_token", "mark", "do", "keep")


def both_versions(
    page: SitePage, *, title: str, mine: Any, theirs: Any, mark: str, action: str
) -> ResponseReturnValue:
    """The page of a conflict. `theirs` is None where they deleted it; `action` takes one's own again."""
    html = render_template(
        "site/console/conflict.html",
        page=page,
        title=title,
        mine=_lines(mine),
        theirs=None if theirs is None else _lines(theirs),
        carried=[pair for pair in request.form.items(multi=True) if pair[0] not in NOT_CARRIED],
        mark=mark,
        action=action,
    )
    return html, 409


def _lines(value: Any) -> list[tuple[str, str]]:
    return [("", text) for text in _texts(value)]


def _texts(value: Any) -> list[str]:
    """All texts in a nested value, for comparing by eye."""
    if isinstance(value, Mapping):
        return [text for name, part in value.items() if name not in SIGNS for text in _texts(part)]
    if isinstance(value, list | tuple):
        return [text for part in value for text in _texts(part)]
    return [_plain(value)] if isinstance(value, str) and value else []


def _plain(text: str) -> str:
    """A text as its owner knows it: a link without its sign, a drawing without its file's ending."""
    text = re.sub(r"^(page:|tel:|mailto:|tool:[a-z]+/)", "", text)
    return text.removesuffix(".svg").replace("-", " ") if text.endswith(".svg") else text
