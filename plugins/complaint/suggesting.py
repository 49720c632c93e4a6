"""A box password to take over as it is: four words drawn from a list that anybody can spell."""

import secrets
from functools import cache

from mnemonic import Mnemonic

WORDS = 4
"""Of 2,048 each: 44 bits, stretched by Argon2id at every try."""


def drawn_password() -> str:
    """Four English words, for everybody: in a field that hides what is typed no Chinese can be written."""
    return " ".join(secrets.choice(_words()) for _number in range(WORDS))


@cache
def _words() -> tuple[str, ...]:
    return tuple(Mnemonic("english").wordlist)
