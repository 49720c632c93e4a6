"""What a hook may give: of the type it promises, of a size that a page can bear, of texts that can be sent.

Whatever is wrong with it is found here, where it is still the plugin's fault, and not in the page around it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from itertools import islice
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

from markupsafe import Markup

from core.plugin_types import MenuEntry, PageBlock, PaymentWay, ShareTarget, WaitingItem

LONGEST_TEXT = 20_000
"""Bytes of one text of an item: a title, an address."""
LONGEST_MARKUP = 200_000
"""Bytes of a piece of a page."""
LONGEST_PAGE = 4_000_000
"""Bytes of a whole page."""

_ITEMS: Mapping[str, tuple[type[Any], int]] = {
    "menu": (MenuEntry, 100),
    "waiting": (WaitingItem, 1000),
    "page_blocks": (PageBlock, 100),
    "share_targets": (ShareTarget, 20_000),
    "photos_in_use": (str, 100_000),
    "payment_ways": (PaymentWay, 100),
}
"""Of what the items of a hook are, and how many there may be."""
_WHOLE: Mapping[str, type[Any]] = {"slot": str, "starter_export": Mapping}


def checked_result(plugin: str, hook: str, result: Any) -> Any:
    """What a hook gave, a generator run to its end.

    Raises `TypeError` for what the hook does not promise, `ValueError` for too much and what cannot be sent.
    """
    if hook in _ITEMS:
        return _checked_items(plugin, hook, () if result is None else result)
    if result is None:
        return None
    expected = _WHOLE.get(hook, object)
    if not isinstance(result, expected):
        msg = f"{hook} gave {type(result).__name__}, not {expected.__name__}"
        raise TypeError(msg)
    if isinstance(result, str):
        _check_text(hook, result, LONGEST_MARKUP)
    elif isinstance(result, Mapping) and not all(isinstance(key, str) for key in result):
        msg = f"{hook} gave keys that are no text"
        raise TypeError(msg)
    return result


def checked_markup(what: str, result: Any) -> Markup:
    """A piece of a page. Raises as `checked_result` does."""
    if not isinstance(result, Markup):
        msg = f"{what} gave {type(result).__name__}, not Markup"
        raise TypeError(msg)
    _check_text(what, result, LONGEST_MARKUP)
    return result


def checked_choices(what: str, result: Any) -> list[tuple[str, str]]:
    """Pairs of key and label. Raises as `checked_result` does."""
    pairs = [(key, label) for key, label in _bounded(what, result, 20_000)]
    _check_texts(what, (text for pair in pairs for text in pair))
    return pairs


def checked_address(what: str, result: Any) -> str:
    """The address of a page. Raises as `checked_result` does."""
    if not isinstance(result, str) or not result:
        msg = f"{what} gave {type(result).__name__ if result else 'nothing'}, not an address"
        raise TypeError(msg)
    _check_text(what, result, LONGEST_TEXT)
    if urlsplit(result).scheme not in ("", "http", "https"):
        msg = f"{what} gave an address that is no page"
        raise ValueError(msg)
    return result


def _checked_items(plugin: str, hook: str, result: Any) -> list[Any]:
    expected, most = _ITEMS[hook]
    if isinstance(result, str):
        msg = f"{hook} gave str, not {expected.__name__}"
        raise TypeError(msg)
    items = _bounded(hook, result, most)
    for item in items:
        if not isinstance(item, expected):
            msg = f"{hook} gave {type(item).__name__}, not {expected.__name__}"
            raise TypeError(msg)
        if isinstance(item, str):
            _check_text(hook, item, LONGEST_TEXT)
        else:
            _check_item(plugin, hook, expected, item)
    return items


def _bounded(what: str, result: Any, most: int) -> list[Any]:
    items = list(islice(result, most + 1))
    if len(items) > most:
        msg = f"{what} gave more than {most} things"
        raise ValueError(msg)
    return items


def _check_item(plugin: str, hook: str, expected: type[Any], item: Any) -> None:
    for name, types, choices in _SHAPES[expected]:
        value = getattr(item, name)
        if not isinstance(value, types) or (choices and value not in choices):
            shown = repr(value)[:40] if choices else type(value).__name__
            msg = f"{hook}: {type(item).__name__}.{name} cannot be {shown}"
            raise TypeError(msg)
        if isinstance(value, str):
            _check_text(hook, value, LONGEST_TEXT)
        elif isinstance(value, tuple | Mapping):
            _check_texts(hook, value if isinstance(value, tuple) else value.values())
        if name == "url":
            urlsplit(value)
    owner = getattr(item, "plugin", None) or getattr(item, "kind", plugin).partition(".")[0]
    if hook in ("share_targets", "page_blocks") and owner != plugin:
        msg = f"{hook} gave something that belongs to {owner!r}"
        raise ValueError(msg)


def _check_texts(what: str, texts: Iterable[Any]) -> None:
    for text in texts:
        if not isinstance(text, str):
            msg = f"{what} gave {type(text).__name__}, not str"
            raise TypeError(msg)
        _check_text(what, text, LONGEST_TEXT)


def _types_of(hint: Any) -> tuple[tuple[type[Any], ...], tuple[Any, ...]]:
    if get_origin(hint) is Literal:
        return (str,), get_args(hint)
    if get_origin(hint) in (Union, UnionType):
        return tuple(kind for part in get_args(hint) for kind in _types_of(part)[0]), ()
    kind = get_origin(hint) or hint
    if kind is None:
        return (NoneType,), ()
    return (kind,), ()


def _check_text(what: str, text: str, most: int) -> None:
    """A text that no answer can carry (half of a character) raises as well."""
    if text.isascii() and len(text) <= most:
        return
    if len(text) > most or len(text.encode()) > most:
        msg = f"{what} gave a text of more than {most} bytes"
        raise ValueError(msg)


_SHAPES = {
    item: [(name, *_types_of(hint)) for name, hint in get_type_hints(item).items()]
    for item, _most in _ITEMS.values()
    if is_dataclass(item)
}
"""Of each field of an item: its name, the types it may have, and the values where they are listed."""
