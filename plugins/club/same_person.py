"""Whether two names in the book are likely one person: nobody brings themselves."""

import re
import uuid

from hutong.people import Person

ENOUGH = 8
"""So many digits at the end of two phone numbers are no accident, whatever stands before them."""


def is_same_person(one: Person, other: Person, known_as: uuid.UUID | None = None) -> bool:
    """The same row, mailbox or phone number; or `other` joined on a phone that is known as `one`."""
    return (
        one.id in (other.id, known_as)
        or bool(one.email and other.email and mailbox(one.email) == mailbox(other.email))
        or same_phone(one.phone, other.phone)
    )


def mailbox(email: str) -> str:
    """An address as most providers read it: without case, dots and what follows a plus."""
    name, _at, host = email.strip().lower().rpartition("@")
    return f"{name.partition('+')[0].replace('.', '')}@{host}"


def same_phone(one: str, other: str) -> bool:
    """Whether two numbers are the same but for how they are written: blanks, country code, leading zeros."""
    short, long = sorted((_digits(one), _digits(other)), key=len)
    return len(short) >= ENOUGH and long.endswith(short)


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone).lstrip("0")
