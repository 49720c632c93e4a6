"""Names that strangers type stand in mails: one that holds a link is an advertisement."""

import re

from hutong import lazy_gettext as _l

NO_LINK = _l("Write your name without a link.")
_LINK = re.compile(r"://|www\.", re.IGNORECASE)


def holds_link(name: str) -> bool:
    """Whether mail readers would make a link of something in it."""
    return _LINK.search(name) is not None
