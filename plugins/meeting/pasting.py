"""A list of people as somebody pasted it: names and addresses in any order, with anything between them.

Nothing is refused here and nothing is lost: each part of the text becomes an entry, with an address or with
the reason why there is none.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

LONGEST = 300_000
"""Characters that are read; two thousand addresses with names take less."""
LONGEST_NAME = 80
Fault = Literal["", "no_email", "bad_email", "twice"]

_TOKEN = re.compile(r"[^\s,;<>\"()\[\]{}|、“”]*@[^\s,;<>\"()\[\]{}|、“”]*")
_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_STRONG = re.compile(r"[;、|]")
_SOFT = re.compile(r"[,\t]")
_WRAPPING = " \t\"'<>()[]{}:“”‘’《》·*•-_.。"
_NUMBER = re.compile(r"[-+\d\s().]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One part of the list (`text`): what was read of it, or in `fault` why nothing was."""

    text: str
    name: str = ""
    email: str = ""
    fault: Fault = ""


def is_email(text: str) -> bool:
    """Whether this is one plain address in small letters, such as a mail can be sent to."""
    local, at, domain = text.rpartition("@")
    labels = domain.split(".")
    return (
        bool(at)
        and len(text) <= 254
        and len(local) <= 64
        and _LOCAL.fullmatch(local) is not None
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdigit()
    )


def read_pasted(text: str) -> list[Entry]:
    """The entries of a list, in its order; an address that stands there twice counts once."""
    found: list[Entry] = []
    known: set[str] = set()
    for line in _plain(text[:LONGEST]).splitlines():
        for entry in _entries(line):
            is_double = entry.email != "" and entry.email in known
            known.add(entry.email)
            found.append(Entry(entry.text, entry.name, entry.email, "twice") if is_double else entry)
    return found


def _plain(text: str) -> str:
    """Full-width letters and marks as narrow ones, no characters that cannot be seen."""
    narrow = unicodedata.normalize("NFKC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(mark for mark in narrow if mark in "\n\t" or unicodedata.category(mark)[0] != "C")


def _entries(line: str) -> Iterator[Entry]:
    line = re.sub(r"mailto:", " ", line, flags=re.IGNORECASE)
    tokens = list(_TOKEN.finditer(line))
    if not tokens:
        said = _said(line) or [line.strip()[:200]]
        yield from (Entry(part[:200], fault="no_email") for part in said if part)
        return
    edges = [0, *(edge for token in tokens for edge in token.span()), len(line)]
    between = [line[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    is_name_first = _is_name_first(between)
    names, rest = (between[:-1], between[-1]) if is_name_first else (between[1:], between[0])
    for token, around in zip(tokens, names, strict=True):
        lone, name = _name(around, is_last=is_name_first)
        yield from (Entry(said[:200], fault="no_email") for said in lone)
        yield _entry(token.group(), name)
    yield from (Entry(said[:200], fault="no_email") for said in _said(rest))


def _is_name_first(between: list[str]) -> bool:
    """Whether names stand before addresses: unless the line begins with an address and ends with a name."""
    return bool(_said(between[0])) or not _said(between[-1])


def _name(around: str, *, is_last: bool) -> tuple[list[str], str]:
    """The name next to an address, and what else stands there between strong separators."""
    parts = _said(around)
    if not parts:
        return [], ""
    own = parts.pop(-1 if is_last else 0)
    return parts, own


def _said(text: str) -> list[str]:
    """The parts between strong separators that say anything, each as a name."""
    parts = (" ".join(_words(part)) for part in _STRONG.split(text))
    return [part for part in parts if part]


def _words(part: str) -> Iterator[str]:
    """What stands between soft separators, without quotes, without numbers."""
    for word in _SOFT.split(part):
        bare = " ".join(word.split()).strip(_WRAPPING)
        if bare and not _NUMBER.fullmatch(bare):
            yield bare


def _entry(token: str, name: str) -> Entry:
    email = token.strip("'‘’.。:!?").lower()
    written = f"{name} <{token}>" if name else token
    if not is_email(email):
        return Entry(written[:200], fault="bad_email")
    return Entry(written[:200], name[:LONGEST_NAME].strip(), email)
