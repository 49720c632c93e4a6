"""What of pages goes into a template that a business saves.

Pages that nobody has seen yet stay at home. A block of another tool only names the thing it shows, so every
field of it but its button is a key.
"""

from typing import Any

from hutong.starters import (
    ADDRESS,
    AS_IS,
    DRAWINGS,
    EMAIL,
    HANDLE,
    KEY,
    LINK,
    OUT,
    PHONE,
    PHOTO,
    SITE,
    WORDS,
    ByKind,
)

_BLOCK: dict[str, Any] = {"key": AS_IS, "kind": AS_IS, "hidden": AS_IS}
_PICTURE: dict[str, Any] = {"art": AS_IS, "photo": PHOTO}
_WAY: dict[str, Any] = {"label": WORDS, "to": LINK}
_CONTACT = ByKind(
    "kind",
    {
        kind: {"kind": AS_IS, "label": WORDS, "value": mark}
        for kind, mark in (("phone", PHONE), ("email", EMAIL), ("wechat", HANDLE), ("other", HANDLE))
    },
)
BLOCKS: dict[str, dict[str, Any]] = {
    "hero": _PICTURE | {"title": WORDS, "lead": WORDS, "show_now": AS_IS, "buttons": [_WAY]},
    "text": {"body": WORDS},
    "image": _PICTURE | {"alt": WORDS, "decorative": AS_IS, "caption": WORDS},
    "button": _WAY,
    "links": {"title": WORDS, "items": [_WAY | {"icon": AS_IS, "note": WORDS}]},
    "hours": {
        "title": WORDS,
        "week": AS_IS,
        "special": [{"date": AS_IS, "closed": AS_IS, "ranges": AS_IS, "note": WORDS}],
        "note": WORDS,
    },
    "prices": {
        "title": WORDS,
        "groups": [{"title": WORDS, "items": [{"name": WORDS, "note": WORDS, "price": WORDS}]}],
        "note": WORDS,
    },
    "faq": {"title": WORDS, "items": [{"q": WORDS, "a": WORDS}]},
    "address": {"name": WORDS, "lines": ADDRESS, "note": WORDS, "map_url": SITE},
    "contact": {"title": WORDS, "items": [_CONTACT]},
}
"""By kind; every one also has what all blocks have."""


_PAGE: dict[str, Any] = {
    "key": KEY,
    "slug": AS_IS,
    "title": WORDS,
    "description": WORDS,
    "menu": AS_IS,
    "published": AS_IS,
    "blocks": [
        ByKind(
            "kind",
            {kind: _BLOCK | shape for kind, shape in BLOCKS.items()},
            other=_BLOCK | {"button": WORDS, "*": KEY},
        )
    ],
}
POLICY: dict[str, Any] = {
    "pages": [ByKind("published", {"False": OUT}, other=_PAGE)],
    "drawings": DRAWINGS,
}
