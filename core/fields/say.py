"""Messages to readers: translated when they are shown, never when they are made.

A form's class is built once and kept while readers of two languages use it, so nothing here is a
translated string yet. `str(message)` inside a request gives the reader's words; outside, the English ones.
"""

from typing import Any, cast

from flask_babel import lazy_gettext, lazy_ngettext

Message = str  # or flask_babel's LazyString, which behaves as one


def lazily(words: str, **values: Any) -> Message:
    """A message; imported as `_`, so that its words are found by the catalog's tools."""
    return cast("Message", lazy_gettext(words, **values))


def lazily_counted(one: str, many: str, num: int, **values: Any) -> Message:
    """A message with a number in it; imported as `ngettext`."""
    return cast("Message", lazy_ngettext(one, many, num, **values))
