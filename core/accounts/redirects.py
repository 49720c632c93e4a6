"""Where to go after signing in: only ever a path of this host."""

import re
from urllib.parse import urlsplit

_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")


def local_path(target: str | None, default: str) -> str:
    r"""`target` if it is a path of this host, else `default`.

    Browsers read ``//x`` and ``/\x`` as other hosts and drop tabs and line ends before they look.
    """
    if not target or not _PATH.fullmatch(target):
        return default
    try:
        parts = urlsplit(target)
    except ValueError:
        return default
    return target if not parts.scheme and not parts.netloc else default
