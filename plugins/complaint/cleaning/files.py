"""Any file, by its sort."""

from plugins.complaint.cleaning.limits import Cleaned
from plugins.complaint.cleaning.photos import clean_photo
from plugins.complaint.cleaning.sorts import sort_of
from plugins.complaint.cleaning.texts import clean_text
from plugins.complaint.cleaning.worker import clean_apart


def clean_file(data: bytes) -> Cleaned:
    """`data` without what it says about its sender. Raises `CleaningError` and nothing else."""
    match sort_of(data):
        case "photo":
            return clean_photo(data)
        case "text":
            return clean_text(data)
        case sort:
            return clean_apart(data, sort)
