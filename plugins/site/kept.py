"""Pages as they were drawn, kept until they would read differently."""

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from hutong.pages import Kept

_pages: "Kept[KeptPage]" = Kept(512)


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A drawn page and its ETag."""

    html: bytes
    etag: str


def kept_page(key: Hashable, draw: Callable[[], str]) -> KeptPage:
    """The page under `key`, drawn anew where it is not kept or would read differently by now.

    The key carries the tenant, its revision (every publish, rename and theme change bumps it), the page, the
    language and the address.
    """
    return _pages.get(key, lambda: _kept(draw()))


def _kept(drawn: str) -> KeptPage:
    html = drawn.encode()
    return KeptPage(html, hashlib.sha256(html).hexdigest()[:20])
