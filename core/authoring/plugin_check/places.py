"""Where in a plugin something went wrong: the last of its own lines in a traceback."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from core.authoring.plugin_check.sources import Sources
from core.plugin_faults import log

Place = tuple[str, int]
_LINE = re.compile(r'File "([^"]+)", line (\d+)')


def place_in(error: BaseException, sources: Sources) -> Place | None:
    """File and line of a plugin's own code that `error` came through last; None where there is none."""
    found, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename.startswith(str(sources.folder)):
            found = (step.tb_frame.f_code.co_filename, step.tb_lineno)
        step = step.tb_next
    return found


def place_in_text(trace: str, sources: Sources) -> Place | None:
    """The same of a traceback that was written down."""
    ours = [(file, int(line)) for file, line in _LINE.findall(trace) if file.startswith(str(sources.folder))]
    return ours[-1] if ours else None


@contextmanager
def listening() -> Iterator[list[str]]:
    """The tracebacks of what the engine catches inside."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.exc_text:
                heard.append(record.exc_text)

    ear = Ear()
    log.addHandler(ear)
    try:
        yield heard
    finally:
        log.removeHandler(ear)
