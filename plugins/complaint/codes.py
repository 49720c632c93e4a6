"""Return codes: five words by which an anonymous writer comes back.

Four words are drawn from a list of 2,048 (44 bits); the fifth checks the other four. It is keyed with the
community's salt: a slip of the pen is told at once, and somebody who guesses without the database hits
it once in 2,048 times, before any costly work is done.

The lists are those of BIP 39, which are made to be written down: in English the first four letters tell
a word from all others; in Chinese a word is one common character.
"""

import hmac
import re
import secrets
import unicodedata
from functools import cache

from mnemonic import Mnemonic

from hutong.secrets import stretch

WORDS = 5
LISTS = {"en": "english", "zh": "chinese_simplified"}
HAN = re.compile(r"[\u4e00-\u9fff]")
_HALVES = 64
"""Bytes of Argon2id: half to find the case, half to open it."""


class BadCodeError(Exception):
    """These words are no return code: there are not five, or some are in no list, or they do not fit.

    `count` is how many there are, `wrong` has the positions (from 0) of unknown ones.
    """

    def __init__(self, count: int = WORDS, wrong: tuple[int, ...] = ()) -> None:
        super().__init__("not a return code")
        self.count = count
        self.wrong = wrong


def new_code(language: str, salt: bytes) -> tuple[str, ...]:
    """Five words in the list of `language`."""
    words = _words(LISTS.get(language, "english"))
    drawn = [secrets.randbelow(len(words)) for _ in range(WORDS - 1)]
    return tuple(words[index] for index in [*drawn, _check(drawn, salt)])


def read_code(typed: str, salt: bytes) -> tuple[str, ...]:
    """The five words somebody typed, in whichever list; without their accents, case and punctuation.

    English words may be cut to four letters, Chinese ones need no spaces. Raises `BadCodeError`.
    """
    parts = _parts(typed)
    found = [_find(part) for part in parts[:WORDS]]
    wrong = tuple(position for position, index in enumerate(found) if index is None)
    if len(parts) != WORDS or wrong:
        raise BadCodeError(len(parts), wrong)
    indexes = [index for index in found if index is not None]
    if not hmac.compare_digest(str(_check(indexes[:-1], salt)), str(indexes[-1])):
        raise BadCodeError
    words = _words(LISTS["zh"] if _is_chinese(parts[0]) else LISTS["en"])
    return tuple(words[index] for index in indexes)


def is_same_word(typed: str, word: str) -> bool:
    """Whether somebody typed this word of a code, as tolerantly as `read_code` reads it."""
    parts = _parts(typed)
    return len(parts) == 1 and (place := _find(parts[0])) is not None and place == _find(word)


def words_typed(typed: str) -> list[str]:
    """The words of what was typed, as `BadCodeError.wrong` counts them."""
    return _parts(typed)


def halves(code: tuple[str, ...], *, salt: bytes, cost: str) -> tuple[bytes, bytes]:
    """What finds the case and what opens it (32 bytes each). The second is never stored.

    The list does not count: the same places in the other list are another code.
    """
    stretched = stretch(" ".join(code).encode(), salt, cost=cost, length=_HALVES)
    return stretched[: _HALVES // 2], stretched[_HALVES // 2 :]


def _check(indexes: list[int], salt: bytes) -> int:
    """The place of the check word: 11 bits of a MAC over the other places."""
    message = ",".join(map(str, indexes)).encode()
    digest = hmac.digest(salt, message, "sha256")
    return int.from_bytes(digest[:2], "big") % 2048


def _parts(typed: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", typed[:500]).casefold()
    return HAN.findall(plain) or re.findall(r"[a-z]+", plain)


def _is_chinese(letter: str) -> bool:
    return "\u4e00" <= letter[:1] <= "\u9fff"


def _find(part: str) -> int | None:
    if _is_chinese(part):
        return _places(LISTS["zh"]).get(part)
    return _places(LISTS["en"]).get(part[:4]) if len(part) >= 3 else None


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(Mnemonic(name).wordlist)


@cache
def _places(name: str) -> dict[str, int]:
    """Place by word, in English by its first four letters."""
    return {word[:4]: place for place, word in enumerate(_words(name))}
