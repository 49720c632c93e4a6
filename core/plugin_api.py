"""The version of the plugin API (the package `hutong`), and which plugins it can carry.

``MAJOR.MINOR``. A minor version adds names, hooks, arguments at the end of hooks, and fields with defaults.
What leaves or changes its meaning is announced first: the old name goes on working and warns
(`DeprecationWarning`), naming what takes its place and the version of Hutong that removes it; its removal
makes the next major version.
"""

import re

API = (1, 0)
"""Spoken by this Hutong; a plugin says in its manifest with which version it was written: ``api="1.0"``."""

_VERSION = re.compile(r"(\d{1,3})\.(\d{1,3})")


def api_fault(asked: object) -> str:
    """Why a plugin written for the version `asked` cannot run here; empty: it can."""
    found = _VERSION.fullmatch(asked) if isinstance(asked, str) else None
    spoken = ".".join(map(str, API))
    if found is None:
        return f'its manifest says api={asked!r}: write the version it was written for, such as "{spoken}"'
    major, minor = map(int, found.groups())
    if major < API[0]:
        return f"it speaks version {asked} of the plugin API, this Hutong {spoken}: install a newer plugin"
    if (major, minor) > API:
        return f"it speaks version {asked} of the plugin API, this Hutong {spoken}: install a newer Hutong"
    return ""
