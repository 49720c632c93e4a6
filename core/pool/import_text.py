"""Reading a file of people: which encoding it is in, what parts its columns, row by row."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from io import BytesIO, TextIOWrapper
from typing import Literal

MOST_BYTES = 8 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 60
ENCODINGS = {
    "utf-8-sig": "UTF-8",
    "gb18030": "GB18030 (GBK)",
    "big5hkscs": "Big5",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "cp1252": "Windows-1252",
}
"""What a file can be in, with the names under which people know it."""
FileReason = Literal[
    "empty", "large", "picture", "excel", "pdf", "binary", "encoding", "rows", "columns", "quotes"
]
_PICTURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"RIFF",
    b"\x00\x00\x00 ftyp",
    b"\x00\x00\x00\x18ftyp",
)
_EXCEL = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_DELIMITERS = ",\t;|"
_HEAD = 64 * 1024


class FileFault(ValueError):  # noqa: N818 - it is the file's fault
    """A file that nobody can be read from; `reason` says why."""

    def __init__(self, reason: FileReason) -> None:
        super().__init__(reason)
        self.reason: FileReason = reason


def find_encoding(content: bytes) -> str:
    """The encoding of `content`. Raises `FileFault` for what is no text, or none that we know.

    A mark at the beginning decides; then whoever can be read without a slip: UTF-8 nearly never by accident,
    GB18030 often, so that what it reads must also be characters that people write.
    """
    _refuse_other_kinds(content)
    for mark, encoding in _BOMS.items():
        if content.startswith(mark):
            return _readable(content, encoding)
    if b"\0" in content[:_HEAD]:
        return _readable(content, _wide_encoding(content[:_HEAD]))
    for encoding in ("utf-8-sig", "gb18030"):
        if can_read(content, encoding) and (encoding != "gb18030" or _is_chinese(content)):
            return encoding
    return _readable(content, "cp1252")


def can_read(content: bytes, encoding: str) -> bool:
    """Whether every byte means something in `encoding`."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), _HEAD):
            decoder.decode(content[start : start + _HEAD])
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def rows_of(content: bytes, encoding: str) -> Iterator[list[str]]:
    """The rows, one at a time; an empty line is an empty row. Raises `FileFault`."""
    with TextIOWrapper(BytesIO(content), encoding=encoding, newline="") as text:
        delimiter = delimiter_of(text.read(_HEAD))
        text.seek(0)
        rows = csv.reader(text, delimiter=delimiter)
        try:
            for count, row in enumerate(rows):
                if count > MOST_ROWS:
                    raise FileFault("rows")
                if len(row) > MOST_COLUMNS:
                    raise FileFault("columns")
                if count == 0 and row and row[0].startswith("sep="):
                    continue
                yield row
        except csv.Error as error:
            raise FileFault("quotes") from error
        except UnicodeError as error:
            raise FileFault("encoding") from error


def delimiter_of(head: str) -> str:
    """What parts the columns: by it the first rows fall into equally many parts, and the most."""
    if head.startswith("sep=") and len(head) > 4:
        return head[4]
    lines = head.splitlines()[:12]
    lines = lines[:-1] if len(lines) > 2 else lines

    def parts(delimiter: str) -> tuple[bool, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        common = max(set(counts), key=counts.count, default=0)
        return counts.count(common) * 2 > len(counts) and common > 1, common

    return max(_DELIMITERS, key=parts)


def swallowed_rows(row: Sequence[str]) -> bool:
    """Whether a quotation mark was left open, so that the rows after it stand in one cell."""
    if len(row) < 2:
        return False
    return any(
        line.count(delimiter) >= len(row) - 1
        for cell in row
        if "\n" in cell
        for line in cell.splitlines()[1:]
        for delimiter in _DELIMITERS
    )


def _refuse_other_kinds(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise FileFault("large")
    if not content.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe\0"):
        raise FileFault("empty")
    if content.startswith(_PICTURES) or content[4:8] == b"ftyp":
        raise FileFault("picture")
    if content.startswith(_EXCEL):
        raise FileFault("excel")
    if content.startswith(b"%PDF"):
        raise FileFault("pdf")


def _wide_encoding(head: bytes) -> str:
    """UTF-16 without a mark: line ends tell which half of them is zero. Raises `FileFault`."""
    little, big = head[0::2].count(b"\n"), head[1::2].count(b"\n")
    if b"\n\0" in head and little >= big and head[1::2].count(0) * 5 > len(head) // 10:
        return "utf-16-le"
    if b"\0\n" in head and big >= little and head[0::2].count(0) * 5 > len(head) // 10:
        return "utf-16-be"
    raise FileFault("binary")


def _readable(content: bytes, encoding: str) -> str:
    if not can_read(content, encoding):
        raise FileFault("encoding")
    return encoding


def _is_chinese(content: bytes) -> bool:
    """Whether GB18030 gives what people write: nearly all of it stands in the short list of GB 2312."""
    text = content[:_HEAD].decode("gb18030", "ignore")
    strange = [character for character in text if ord(character) > 127]
    common = sum(1 for character in strange if _is_common(character))
    return common * 10 >= len(strange) * 9


def _is_common(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeError:
        return False
    return True
