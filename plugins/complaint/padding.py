"""Sizes that say little: files are filled up before they are locked.

Padmé: Nikitin, Barman, Lueks, Underwood, Hubaux, Ford, "Reducing Metadata Leakage from Encrypted Files and
Communication with PURBs", PoPETs 2019(4), algorithm 1. At most 12 % more bytes, less the larger the file;
all files up to a gigabyte share a few hundred sizes.
"""

_LENGTH = 8
SMALLEST = 16 * 1024
"""Short texts and small pictures all look the same."""


def padme(size: int) -> int:
    """The size to which `size` bytes are filled up."""
    exponent = size.bit_length() - 1
    free = exponent - exponent.bit_length()
    mask = (1 << max(free, 0)) - 1
    return (size + mask) & ~mask


def fill_up(plain: bytes) -> bytes:
    """`plain` with its true length before it and zeros behind."""
    whole = padme(max(len(plain) + _LENGTH, SMALLEST))
    return (len(plain).to_bytes(_LENGTH) + plain).ljust(whole, b"\0")


def take_out(filled: bytes) -> bytes:
    """The opposite."""
    return filled[_LENGTH : _LENGTH + int.from_bytes(filled[:_LENGTH])]
