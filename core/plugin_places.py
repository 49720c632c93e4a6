"""Where in a plugin's code something stands: for messages that an author reads."""

import inspect
import os
from os.path import relpath
from pathlib import Path
from typing import Any


def place_of(thing: Any) -> str:
    """``file:line`` of a function, a class or a module; empty for what has none."""
    try:
        thing = inspect.unwrap(thing)
        file = inspect.getsourcefile(thing)
        line = inspect.getsourcelines(thing)[1] or 1
    except (TypeError, OSError):
        file, line = getattr(thing, "__file__", None), 1
    return f"{near(file)}:{line}" if file else ""


def near(path: Path | str) -> str:
    """A path as whoever stands here would type it: from here, if it lies below."""
    relative = relpath(path)
    return str(path) if relative.startswith(os.pardir) else relative


def sentence(hint: str) -> str:
    """A hint as a sentence of its own; code stays as it is."""
    return hint[:1].upper() + hint[1:] if hint.partition(" ")[0].strip(":,").isalpha() else hint


def blamed(plugin: str, thing: Any, fault: str, hint: str) -> str:
    """A message: whose, where, what, and what to do."""
    place = place_of(thing)
    return f"{plugin}: {place + ': ' if place else ''}{fault}. {sentence(hint)}"
