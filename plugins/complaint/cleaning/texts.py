"""Plain text: its words, without marks that nobody sees."""

import re
import unicodedata

from plugins.complaint.cleaning.limits import MOST_TEXT, Cleaned, CleaningError

_MARKUP = re.compile(r"\s*<[a-zA-Z!?/]")
_JOINERS = "\u200c\u200d"
"""Part of how words and emoji are written in many scripts."""


def clean_text(data: bytes) -> Cleaned:
    """The text, with plain line ends. Raises `CleaningError`.

    Control characters, changes of direction and characters without a shape go: by these a text can be
    marked for one reader, or show other words than it has.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CleaningError("encoding") from error
    if _MARKUP.match(text):
        raise CleaningError("markup")
    if len(text) > MOST_TEXT:
        raise CleaningError("long")
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(letter for letter in lines if _is_seen(letter)).strip()
    if not plain:
        raise CleaningError("empty")
    return Cleaned("text", "text/plain", "txt", f"{plain}\n".encode())


def _is_seen(letter: str) -> bool:
    return letter in "\n\t" or letter in _JOINERS or unicodedata.category(letter) not in _UNSEEN


_UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs")
