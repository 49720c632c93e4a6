"""The recovery key: the printed half of a key pair to which every case is sealed.

Most shops have one handler. Somebody who forgets the box password, or leaves, would take every letter
along; whoever holds the printed sheet opens them again. It is shown as 24 words (BIP 39, which brings a
checksum) in English: the words are typed from paper rarely, and on any keyboard.
"""

import re
import unicodedata

from mnemonic import Mnemonic

from plugins.complaint.sealing import KeyPair

WORDS = 24


class BadRecoveryKeyError(Exception):
    """These words are no recovery key: one is missing, unknown or in the wrong place."""


def words_of(pair: KeyPair) -> list[str]:
    """The words to print."""
    return Mnemonic("english").to_mnemonic(pair.secret).split()


def read_words(typed: str) -> KeyPair:
    """The pair whose words were typed, with or without their numbers. Raises `BadRecoveryKeyError`."""
    plain = unicodedata.normalize("NFKC", typed[:2000]).casefold()
    words = " ".join(re.findall(r"[a-z]+", plain))
    try:
        return KeyPair.of(bytes(Mnemonic("english").to_entropy(words)))
    except (ValueError, LookupError) as error:
        raise BadRecoveryKeyError from error
