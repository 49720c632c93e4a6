"""One row of a file becomes one person, or says what is wrong with it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from email_validator import EmailNotValidError, validate_email

from core.pool.import_text import swallowed_rows

LONGEST = {"name": 80, "phone": 32, "email": 254, "number": 40, "note": 500, "tags": 40}
FILLED = ("name", "phone", "email", "number", "note")
"""What stands in a person's own row; tags do not."""
MOST_TAGS = 20
_PLAIN_ADDRESS = re.compile(r"[a-z0-9_%+-]+(\.[a-z0-9_%+-]+)*@[a-z0-9]+([.-][a-z0-9]+)*\.[a-z]{2,24}")
_SHORTENED = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)
_FORMULA = re.compile(r"[=@]|[+-]\s*[^\W\d_]|[+-]\s*\(")
_TEXT_CELL = re.compile(r'="(.*)"|\'(?=[\d=+@-])(.*)', re.DOTALL)


class RowFault(ValueError):  # noqa: N818 - it is the row's fault
    """A row that cannot come in: `reason` and what it is about (a field, another row)."""

    def __init__(self, reason: str, about: str | int = "") -> None:
        super().__init__(f"{reason} {about}".strip())
        self.reason = reason
        self.about = about


@dataclass(slots=True)
class Arrival:
    """Somebody as a row describes them."""

    line: int
    name: str = ""
    phone: str = ""
    email: str = ""
    number: str = ""
    note: str = ""
    tags: list[str] = field(default_factory=list)

    def given(self) -> dict[str, Any]:
        """What is known, by field, without tags."""
        fields = {name: getattr(self, name) for name in FILLED}
        return {name: value for name, value in fields.items() if value}


def read_row(line: int, row: Sequence[str], fields: Sequence[str]) -> Arrival | None:
    """Who stands in a row; None for an empty one. Raises `RowFault`."""
    cells = [plain_cell(cell) for cell in row]
    if not any(cells):
        return None
    if swallowed_rows(row):
        raise RowFault("quote")
    if any(cells[len(fields) :]):
        raise RowFault("cells")
    found: dict[str, list[str]] = {}
    for name, cell in zip(fields, cells, strict=False):
        if name and cell:
            found.setdefault(name, []).append(cell)
    arrival = Arrival(
        line,
        name=_line("name", _joined_name(found.get("name", []))),
        phone=_phone(found.get("phone", [])),
        email=_email(found.get("email", [])),
        number=_line("number", " ".join(found.get("number", []))),
        note=_text("note", "\n".join(found.get("note", []))),
        tags=_tags(found.get("tags", [])),
    )
    if not (arrival.name or arrival.phone or arrival.email):
        raise RowFault("nobody")
    return arrival


def plain_cell(cell: str) -> str:
    """What a cell says: without what spreadsheets wrap around a text, and signs nobody sees."""
    seen = "".join(
        character
        for character in cell
        if character in "\n\t\u200d" or unicodedata.category(character) not in ("Cc", "Cf")
    ).strip()
    wrapped = _TEXT_CELL.fullmatch(seen)
    return (wrapped[1] or wrapped[2] or "").strip() if wrapped else seen


def _text(name: str, text: str) -> str:
    if len(text) > LONGEST[name]:
        raise RowFault("long", name)
    if _FORMULA.match(text) and (name != "note" or text.startswith("=")):
        raise RowFault("formula", name)
    return text


def _line(name: str, text: str) -> str:
    return _text(name, " ".join(text.split()))


def _joined_name(parts: Sequence[str]) -> str:
    """Surname and given name from two columns; without a space where both are Chinese."""
    is_chinese = all("一" <= character <= "鿿" for part in parts for character in part)
    return ("" if is_chinese else " ").join(parts)


def _phone(cells: Sequence[str]) -> str:
    if not cells:
        return ""
    text = " ".join(unicodedata.normalize("NFKC", cells[0]).split())
    if _SHORTENED.fullmatch(text):
        raise RowFault("shortened", "phone")
    text = text.removesuffix(".0")
    if len(text) > LONGEST["phone"]:
        raise RowFault("long", "phone")
    if sum(map(str.isdecimal, text)) < 3 or _FORMULA.match(text):
        raise RowFault("phone")
    return text


def _email(cells: Sequence[str]) -> str:
    if not cells:
        return ""
    text = "".join(unicodedata.normalize("NFKC", cells[0]).split()).lower().removeprefix("mailto:")
    if len(text) <= LONGEST["email"] and _PLAIN_ADDRESS.fullmatch(text):
        return text
    try:
        return str(validate_email(text, check_deliverability=False).normalized.lower())
    except EmailNotValidError as error:
        raise RowFault("email") from error


def _tags(cells: Sequence[str]) -> list[str]:
    names = (" ".join(name.split()) for name in re.split(r"[,;|/、，；\n]", ",".join(cells)))
    found = list(dict.fromkeys(_text("tags", name) for name in names if name))
    if len(found) > MOST_TAGS:
        raise RowFault("long", "tags")
    return found
