"""Under which terms a template may be used again: a short list, each with words."""

from collections.abc import Iterable, Mapping

LICENCES: Mapping[str, Mapping[str, str]] = {
    "CC0-1.0": {"zh": "随便用，不用署名", "en": "Free for everybody, no credit needed"},
    "CC-BY-4.0": {"zh": "随便用，写上作者就行", "en": "Free for everybody who names the author"},
    "CC-BY-SA-4.0": {
        "zh": "写上作者就能用，改好的也照样分享",
        "en": "Free for everybody who names the author and shares changes alike",
    },
    "MIT": {"zh": "随便用，留着版权那几行", "en": "Free for everybody who keeps the notice"},
    "here-only": {"zh": "只在这个平台上用", "en": "For use on this platform only"},
    "own-use": {"zh": "只给自己用", "en": "For the author’s own use"},
}
"""Names as SPDX has them; ``here-only`` and ``own-use`` are none of its: all rights stay with the author."""
_AFTER: Mapping[str, tuple[str, ...]] = {
    "CC-BY-SA-4.0": ("CC-BY-SA-4.0", "own-use"),
    "CC-BY-4.0": ("CC-BY-4.0", "CC-BY-SA-4.0", "here-only", "own-use"),
    "MIT": ("CC-BY-4.0", "CC-BY-SA-4.0", "here-only", "own-use"),
    "here-only": ("here-only", "own-use"),
    "own-use": ("own-use",),
}
OFFERED = ("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "here-only", "own-use")
"""What a business chooses from when it saves its own site."""


def licences_after(ancestors: Iterable[str]) -> tuple[str, ...]:
    """What may be chosen for a template that was made from some under these licences: what all allow."""
    allowed = [_AFTER.get(licence, OFFERED) for licence in ancestors]
    return tuple(one for one in OFFERED if all(one in some for some in allowed))


def licence_in(name: str, language: str) -> str:
    """What the licence allows, in words; nothing where none was given."""
    return LICENCES.get(name, {}).get(language, "")
