"""Names of files: neutral ones for the talk, harmless ones for the eye."""

import unicodedata

from hutong import gettext as _
from plugins.complaint.cleaning.limits import Kind
from plugins.complaint.cleaning.sorts import Sort

LONGEST = 80
_ENDINGS: dict[Sort, tuple[str, ...]] = {
    "photo": (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"),
    "pdf": (".pdf",),
    "text": (".txt",),
    "mov": (".mp4", ".mov", ".m4a", ".m4v", ".3gp"),
    "matroska": (".webm", ".mkv"),
    "ogg": (".ogg", ".oga", ".opus"),
    "mp3": (".mp3",),
    "aac": (".aac",),
    "wav": (".wav",),
    "amr": (".amr",),
}


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


def original_name(name: str | None, sort: Sort) -> str:
    """A sender's name for a file, with an ending of what the file is: no program runs at a double tap."""
    seen, endings = visible_name(name), _ENDINGS[sort]
    return seen if seen.lower().endswith(endings) else f"{seen}{endings[0]}"
