"""Texts that owners and templates write, in several languages.

Content languages are not interface languages: a shop may write in Chinese only while its visitor's
interface is English.
"""

from collections.abc import Mapping, Sequence


def text_in(text: Mapping[str, str] | str | None, language: str, fallbacks: Sequence[str] = ()) -> str:
    """`text` in `language`, else in the first fallback that has it, else in any; never None."""
    if text is None or isinstance(text, str):
        return text or ""
    for code in (language, *fallbacks):
        if text.get(code):
            return text[code]
    return next((value for value in text.values() if value), "")
