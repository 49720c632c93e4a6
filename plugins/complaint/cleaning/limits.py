"""How much a file may be, and what is said of one that is refused."""

from dataclasses import dataclass
from typing import Literal

MEGABYTE = 1024 * 1024
MOST_FILES = 5
"""A letter with its evidence: a receipt, three views of the damage, a recording. More can follow."""
MOST_BYTES = 10 * MEGABYTE
"""Of one file: what a phone's photo, a scanned contract or a minute of shared video takes."""
MOST_TOGETHER = 25 * MEGABYTE
"""Below the 30 MB that a whole request may have (`upload_megabytes`), so that the words always arrive."""

MOST_PAGES = 200
MOST_AUDIO = 20 * 60
"""Seconds; a conversation at the counter. A voice message stops at three minutes by itself."""
MOST_VOICE = 3 * 60
"""Seconds of a voice recorded on the page."""
MOST_VIDEO = 2 * 60
"""Seconds. Each picture is drawn anew, which takes a quarter of that on an idle processor."""
MOST_SIDE = 4096
"""Pixels of a video's longer side: 4K of phones."""
MOST_TEXT = 200_000
"""Characters: a chat of a year."""

SECONDS_TO_CLEAN = 50
"""For all files of a request: proxies wait for an answer for a minute."""
SECONDS_FOR_ONE = {"film": 45, "other": 20}
"""Then the process that cleans is stopped."""
MEMORY_TO_CLEAN = 1536 * MEGABYTE
"""Address space of that process; libraries and threads take a third of it before anything is read."""
MOST_CLEANED = 32 * MEGABYTE
"""What may come out: packed streams must not unfold without end."""

Kind = Literal["photo", "pdf", "audio", "video", "text"]
Reason = Literal[
    "many", "large", "together", "empty", "type", "markup", "encoding", "broken", "pixels", "small",
    "animated", "locked", "odd", "pages", "long", "slow",
]  # fmt: skip


class CleaningError(Exception):
    """A file that is not taken; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file without its metadata. `ending` is that of a file name, without the dot."""

    kind: Kind
    type: str
    ending: str
    content: bytes
