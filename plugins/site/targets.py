"""Where a link may lead: a page of the site, something of another tool, or an address of a safe kind."""

import re
from urllib.parse import urlsplit

_KEYED = re.compile(r"page:[a-z0-9][a-z0-9-]{0,39}|tool:[a-z][a-z0-9]{1,30}/[a-z0-9][a-z0-9-]{0,79}")
_PHONE = re.compile(r"tel:\+?[0-9]{3,20}")
_MAIL = re.compile(r"mailto:[^\s@<>\"'?&]{1,64}@[^\s@<>\"'?&/]{1,190}\.[^\s@<>\"'?&/]{2,}")
_UNSAFE = re.compile(r"[\s\x00-\x1f\x7f\\<>\"'`]")


class TargetError(ValueError):
    """A link that leads nowhere or must not be followed; its one argument."""

    def __str__(self) -> str:
        return f"{self.args[0]} is no link (page:, tool:, tel:, mailto:, https://)"


def check_target(target: str) -> str:
    """`target` if it is ``page:key``, ``tool:plugin/key``, ``tel:``, ``mailto:`` or a web address.

    Raises `TargetError` for everything else, such as ``javascript:`` or an address without a scheme.
    """
    if _KEYED.fullmatch(target) or _PHONE.fullmatch(target) or _MAIL.fullmatch(target) or is_web(target):
        return target
    raise TargetError(target)


def is_web(address: str) -> bool:
    """Whether `address` is an absolute http or https address of a host."""
    if _UNSAFE.search(address):
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme in ("https", "http") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def as_typed(text: str) -> str:
    """What somebody typed as a link, made whole: a number becomes ``tel:``, a mail address ``mailto:``.

    Raises `TargetError` where nothing sensible can be made of it.
    """
    text = text.strip()
    digits = re.sub(r"[\s()\-.]", "", text)
    if re.fullmatch(r"\+?[0-9]{3,20}", digits):
        return f"tel:{digits}"
    if "@" in text and ":" not in text and "/" not in text:
        return check_target(f"mailto:{text}")
    if "://" not in text and not re.match(r"[a-z]+:", text) and "." in text:
        return check_target(f"https://{text}")
    return check_target(text)


def phone_target(value: str) -> str:
    """``tel:`` of a number as it is written in a contact block; empty where it holds no number."""
    digits = re.sub(r"[^0-9+]", "", value)
    return f"tel:{digits}" if re.fullmatch(r"\+?[0-9]{3,20}", digits) else ""
