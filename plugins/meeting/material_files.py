"""Files to read: which sorts are taken, told from their content and never from their name."""

import io
import zipfile
from dataclasses import dataclass

from hutong import gettext as _, new_code

MOST_BYTES = 20_000_000
CODE_LENGTH = 12
"""No code can be guessed, though it alone grants nothing but what everybody may read."""


class MaterialError(ValueError):
    """A file that is not taken; the text says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Read:
    """A file that can be kept."""

    content: bytes
    media_type: str
    file_name: str


_OFFICE = {
    "word/": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "ppt/": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx"),
    "xl/": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
}
_BEGINNINGS = (
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
)


def read_material(content: bytes, name: str) -> Read:
    """What was uploaded, if it is one of the sorts. Raises `MaterialError`."""
    if not content:
        raise MaterialError(_("No file arrived. Choose one and try again."))
    if len(content) > MOST_BYTES:
        raise MaterialError(_("The file is larger than 20 MB. Put it elsewhere and give its link."))
    media_type, ending = _sort_of(content)
    return Read(content, media_type, _file_name(name, ending))


def new_material_code() -> str:
    """The public code of a material."""
    return new_code(CODE_LENGTH)


def _sort_of(content: bytes) -> tuple[str, str]:
    for beginning, media_type, ending in _BEGINNINGS:
        if content.startswith(beginning):
            return media_type, ending
    if content.startswith(b"PK\x03\x04"):
        return _office_sort(content)
    if _is_text(content):
        return "text/plain; charset=utf-8", ".txt"
    raise MaterialError(_("PDF, Word, PowerPoint, Excel, JPEG, PNG and plain text are taken."))


def _office_sort(content: bytes) -> tuple[str, str]:
    """Of the packages only documents without macros: their folders tell what they are."""
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError):
        names = []
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise MaterialError(_("The file has macros in it. Save it without them."))
    if "[Content_Types].xml" in names:
        for folder, sort in _OFFICE.items():
            if any(name.startswith(folder) for name in names):
                return sort
    raise MaterialError(_("PDF, Word, PowerPoint, Excel, JPEG, PNG and plain text are taken."))


def _is_text(content: bytes) -> bool:
    """UTF-8 without control characters, which is no page or script."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return all(letter.isprintable() or letter in "\r\n\t\ufeff" for letter in text)


def _file_name(name: str, ending: str) -> str:
    """The name for the eye, with an ending of what the file is: no program runs at a double tap."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*').strip()
    stem = plain.rpartition(".")[0] if "." in plain else plain
    return f"{(stem or 'file')[: 110 - len(ending)]}{ending}"
