"""Photos are drawn anew: nothing of the file survives but its pixels."""

import io

from hutong.photos import PhotoError, draw_photo
from plugins.complaint.cleaning.limits import Cleaned, CleaningError, Reason

_REASONS: dict[str, Reason] = {"pixels": "pixels", "small": "small", "animated": "animated", "type": "type"}


def clean_photo(data: bytes) -> Cleaned:
    """The photo as WebP, upright, 1,600 pixels wide at most. Raises `CleaningError`."""
    try:
        drawn = draw_photo(io.BytesIO(data))
    except PhotoError as error:
        raise CleaningError(_REASONS.get(error.reason, "broken")) from error
    return Cleaned("photo", "image/webp", "webp", drawn[-1].webp)
