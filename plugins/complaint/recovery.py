"""The recovery key: the printed half of a key pair to which every case is sealed.

Most shops have one handler. Somebody who forgets the box password, or leaves, would take every letter
along; whoever holds the printed sheet opens them again. It is shown as 24 words (BIP 39, which brings a
checksum), in Chinese as 24 common characters. Both lists write down the same key, so that each sheet is read,
whatever language the console speaks by then.
"""

import re
import unicodedata

from mnemonic import Mnemonic

from plugins.complaint.codes import HAN, LISTS
from plugins.complaint.sealing import KeyPair

WORDS = 24


class BadRecoveryKeyError(Exception):
    """These words are no recovery key: one is missing, unknown or in the wrong place."""


def words_of(pair: KeyPair, language: str) -> list[str]:
    """The words to print, in a language of the interface."""
    return Mnemonic(LISTS.get(language, "english")).to_mnemonic(pair.secret).split()


def read_words(typed: str) -> KeyPair:
    """The pair whose words were typed in either language, with or without numbers; characters need no spaces.

    Raises `BadRecoveryKeyError`.
    """
    plain = unicodedata.normalize("NFKC", typed[:2000]).casefold()
    characters = HAN.findall(plain)
    words, language = (characters, "zh") if characters else (re.findall(r"[a-z]+", plain), "en")
    try:
        return KeyPair.of(bytes(Mnemonic(LISTS[language]).to_entropy(" ".join(words))))
    except (ValueError, LookupError) as error:
        raise BadRecoveryKeyError from error
