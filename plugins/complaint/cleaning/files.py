"""Any file, by its sort."""

import time

from plugins.complaint.cleaning.limits import SECONDS_TO_CLEAN, Cleaned
from plugins.complaint.cleaning.photos import clean_photo
from plugins.complaint.cleaning.sorts import sort_of
from plugins.complaint.cleaning.texts import clean_text
from plugins.complaint.cleaning.worker import clean_apart


def clean_file(data: bytes, *, seconds: float = SECONDS_TO_CLEAN) -> Cleaned:
    """`data` without what it says about its sender. Raises `CleaningError` and nothing else."""
    until = time.monotonic() + seconds
    match sort_of(data):
        case "photo":
            return clean_photo(data)
        case "text":
            return clean_text(data)
        case sort:
            return clean_apart(data, sort, until=until)
