"""Tables to take along, as CSV that is safe to open in a spreadsheet (threat T12)."""

import csv
import io
import re
from collections.abc import Iterable

BOM = "\ufeff"
"""A file of CSV begins with it, so that Excel reads UTF-8."""
_FORMULA = re.compile(r"[\s\u00a0\u200b\ufeff]*[=+\-@|＝＋－＠｜\t\r\n]")
_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?|\+[0-9][0-9 ]{5,}")
"""A negative number, or a phone number with its country code: it begins like a formula and is none."""


def csv_text(rows: Iterable[Iterable[str]]) -> str:
    """Rows as CSV, each cell made safe; callers give the cells as they are, and `BOM` before the first."""
    text = io.StringIO()
    csv.writer(text).writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def safe_cell(text: str) -> str:
    """`text` with a ' before it where a spreadsheet would take it, or one of its lines, for a formula.

    Also where only blanks stand before the sign. -12.5 and +86 138 0013 8000 stay as they are.
    """
    if _NUMBER.fullmatch(text):
        return text
    dangerous = _FORMULA.match(text) or any(_FORMULA.match(line) for line in re.split(r"[\r\n]", text))
    return f"'{text}" if dangerous else text
