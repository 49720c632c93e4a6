"""When two people may be one: what of an e-mail, a phone and a name is compared, and how."""

import unicodedata
from difflib import SequenceMatcher

from core.people.search_text import search_text_of

PHONE_DIGITS = 10
"""The end of a number that is compared: the same with and without the country's code or a zero in front."""
SHORTEST_PHONE = 7
_ALIKE = 0.75
_TITLES = ("先生", "女士", "小姐", "老师", "阿姨", "叔叔", "总")


def same_phone(phone: str) -> str:
    """What two ways to write one phone number have in common; empty for what is too short to tell."""
    digits = "".join(character for character in unicodedata.normalize("NFKC", phone) if character.isdecimal())
    return digits[-PHONE_DIGITS:] if len(digits) >= SHORTEST_PHONE else ""


def same_email(email: str | None) -> str:
    """An address without capitals, dots in the name, and what comes after a plus; empty without one."""
    local, _at, domain = (email or "").strip().lower().rpartition("@")
    if not local:
        return ""
    name = local.partition("+")[0].replace(".", "") or local
    return f"{name}@{'gmail.com' if domain == 'googlemail.com' else domain}"


def names_alike(one: str, other: str) -> bool:
    """Whether two names may be one person's: an unknown one, a title, a slip, or other characters alike.

    >>> names_alike("王女士", "王小红"), names_alike("王小明", "王晓明"), names_alike("王小明", "李小明")
    (True, True, False)
    """
    one, other = _plain(one), _plain(other)
    if not one or not other or set(one.split()) == set(other.split()):
        return True
    if any(_is_titled(first, second) for first, second in ((one, other), (other, one))):
        return True
    if one[0] != other[0] and not set(one.split()) & set(other.split()):
        return False
    return _reading(one) == _reading(other) or SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _is_titled(titled: str, full: str) -> bool:
    """王女士 may be 王小红."""
    surname = next((titled.removesuffix(title) for title in _TITLES if titled.endswith(title)), "")
    return bool(surname) and full.startswith(surname)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).lower().replace(",", " ").split())


def _reading(name: str) -> str:
    return search_text_of(name=name, email=None, phone="", number="").partition(" ")[0]
