"""Places in a template's texts that the business which takes it fills: ``{{name}}`` and a few more.

The dictionary is closed, and filling is plain replacement in values that were read already: nothing that a
tenant writes is ever evaluated.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from core.texts import text_in

NAME = "{{name}}"
SAMPLES: Mapping[str, Mapping[str, str]] = {
    NAME: {"zh": "您的小店", "en": "Your shop"},
    "{{phone}}": {"zh": "010-5550 0100", "en": "010-5550 0100"},
    "{{tel}}": {"zh": "+861055500100", "en": "+861055500100"},
    "{{email}}": {"zh": "shop@example.com", "en": "shop@example.com"},
    "{{site}}": {"zh": "https://example.com/", "en": "https://example.com/"},
    "{{handle}}": {"zh": "my-shop", "en": "my-shop"},
    "{{address}}": {"zh": "某某路 1 号", "en": "1 Some Street"},
    "{{owner}}": {"zh": "店主", "en": "the owner"},
    "{{speaker}}": {"zh": "主讲人", "en": "Speaker"},
    "{{words}}": {"zh": "……", "en": "…"},
}
"""Every place, with what stands there until somebody writes their own."""
_PLACE = re.compile("|".join(map(re.escape, SAMPLES)))


def filled(value: Any, name: Mapping[str, str], languages: Sequence[str], language: str = "") -> Any:
    """`value` with every place filled: with `name`, the business's, and samples.

    In a text by language each language is filled in its own; what has none, in the first of `languages`.
    """
    if isinstance(value, str):
        return _PLACE.sub(lambda found: _words(found, name, language or languages[0], languages), value)
    if isinstance(value, Mapping):
        return {
            key: filled(inner, name, languages, key if key in ("zh", "en") else language)
            for key, inner in value.items()
        }
    return [filled(inner, name, languages, language) for inner in value] if isinstance(value, list) else value


def _words(found: re.Match[str], name: Mapping[str, str], language: str, languages: Sequence[str]) -> str:
    place = found[0]
    words = text_in(name if place == NAME and any(name.values()) else SAMPLES[place], language, languages)
    return words[:1].upper() + words[1:] if found.start() == 0 and place == "{{owner}}" else words
