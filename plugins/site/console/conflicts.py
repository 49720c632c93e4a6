"""Two people saved the same: what a block or a page says, as lines to lay side by side."""

import re
from collections.abc import Mapping
from typing import Any

SIGNS = ("kind", "icon", "field")


def lines_of(value: Any) -> list[tuple[str, str]]:
    """All texts in a nested value, for comparing by eye."""
    return [("", text) for text in _texts(value)]


def _texts(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [text for name, part in value.items() if name not in SIGNS for text in _texts(part)]
    if isinstance(value, list | tuple):
        return [text for part in value for text in _texts(part)]
    return [_plain(value)] if isinstance(value, str) and value else []


def _plain(text: str) -> str:
    """A text as its owner knows it: a link without its sign, a drawing without its file's ending."""
    text = re.sub(r"^(page:|tel:|mailto:|tool:[a-z]+/)", "", text)
    return text.removesuffix(".svg").replace("-", " ") if text.endswith(".svg") else text
