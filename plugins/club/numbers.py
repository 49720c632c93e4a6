"""Numbers and codes of cards and coupons: random, so that nothing counts up or can be guessed next.

A number is said aloud and typed: nine digits, of which the last checks the others (Luhn, ISO/IEC 7812-1
annex B). Codes stand in QR codes and on paper, in letters that are not mistaken for each other.
"""

import secrets

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def new_number() -> str:
    """Nine random digits that pass `is_number`."""
    digits = str(secrets.randbelow(9 * 10**7) + 10**7)
    return digits + _check_digit(digits)


def is_number(text: str) -> bool:
    """Whether `text` can be a number: nine digits, the last right. Tells most slips of the finger."""
    return len(text) == 9 and text.isascii() and text.isdigit() and text[-1] == _check_digit(text[:-1])


def new_card_code() -> str:
    """What a card's QR code says."""
    return _letters(12)


def new_coupon_code() -> str:
    """What a coupon's QR code says, and what is printed below it: 58 bits, for who has it can use it."""
    return _letters(12)


def _letters(count: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(count))


def _check_digit(digits: str) -> str:
    doubled = [
        int(digit) * 2 if place % 2 == 0 else int(digit) for place, digit in enumerate(reversed(digits))
    ]
    return str(-sum(value - 9 if value > 9 else value for value in doubled) % 10)
