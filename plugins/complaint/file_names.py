"""Names of files: neutral ones for the talk, harmless ones for the eye."""

import unicodedata

from hutong import gettext as _
from plugins.complaint.cleaning.limits import Kind

LONGEST = 80


def neutral_name(kind: Kind, position: int, ending: str) -> str:
    """``photo-1.webp``: what a sender's own name for a file would say of them is not in it."""
    return f"{kind}-{position}.{ending}"


def kind_words(kind: Kind) -> str:
    """What a file is, for a list."""
    return {
        "photo": _("Photo"),
        "pdf": _("PDF"),
        "audio": _("Recording"),
        "video": _("Video"),
        "text": _("Text"),
    }[kind]


def size_words(size: int) -> str:
    """``340 KB``, ``1.2 MB``."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1_000_000:.1f} MB"


def visible_name(name: str | None) -> str:
    """A sender's name for a file: its last part, without characters that are not seen, not too long.

    The ending stays where the middle is cut.
    """
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    seen = "".join(letter for letter in last if unicodedata.category(letter)[0] not in "CZ" or letter == " ")
    plain = " ".join(seen.split()).lstrip(".") or _("File without a name")
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 13]}…{plain[-12:]}"
