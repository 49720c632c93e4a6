"""What a person is found and sorted by: pinyin of their name, the name, number, e-mail and phone in one text.

It begins with the pinyin, so that its order is the one in which a Chinese list of names stands.
"""

import re
import unicodedata

LONGEST = 1200
_SURNAMES = {
    "万俟": "mo qi", "尉迟": "yu chi", "长孙": "zhang sun", "澹台": "tan tai",
    "仇": "qiu", "冼": "xian", "区": "ou", "华": "hua", "单": "shan", "召": "shao", "员": "yun", "尉": "wei",
    "任": "ren", "折": "she", "曾": "zeng", "朴": "piao", "查": "zha", "盖": "ge", "种": "chong", "秘": "bi",
    "缪": "miao", "翟": "zhai", "覃": "qin", "解": "xie", "黑": "he",
}  # fmt: skip
"""Surnames that are read otherwise than the same characters in a text."""


def search_text_of(*, name: str, email: str | None, phone: str, number: str) -> str:
    """The search text of somebody; empty where nothing is known of them."""
    digits = "".join(filter(str.isdigit, normal(phone)))
    known = (normal(part) for part in (name, number, email or "", phone))
    parts = [*_readings(normal(name)), *known, digits]
    return " ".join(part for part in dict.fromkeys(parts) if part)[:LONGEST]


def normal(text: str) -> str:
    """One way to write it: full-width letters as narrow ones, small, without accents, single spaces."""
    parts = unicodedata.normalize("NFKD", text).lower()
    plain = "".join(character for character in parts if not unicodedata.combining(character))
    return " ".join(unicodedata.normalize("NFC", plain).split())


def search_words(query: str) -> list[str]:
    """What each of must be in somebody's search text. A phone number may be typed in any grouping."""
    query = normal(query)
    if re.fullmatch(r"[-+\d\s().–]*\d[-+\d\s().–]*", query):
        return ["".join(filter(str.isdigit, query))]
    return query.split()[:6]


def _readings(name: str) -> list[str]:
    """Full pinyin and initials, in one word each; Latin letters stay as they are. 吕 is lv and lu."""
    from pypinyin import lazy_pinyin  # takes a quarter of a second and is needed only by who writes a name

    surname = next((known for known in _SURNAMES if name.startswith(known)), "")
    syllables = [*_SURNAMES.get(surname, "").split()]
    for read in lazy_pinyin(name.removeprefix(surname)):
        syllables += read.split()
    full = "".join(syllables)
    return [full, full.replace("v", "u"), "".join(syllable[0] for syllable in syllables)]
