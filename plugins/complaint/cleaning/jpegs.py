"""Pictures inside a PDF, without what a camera wrote beside the pixels; the pixels are left as they are."""

from plugins.complaint.cleaning.limits import CleaningError

_START, _SCAN, _END, _ADOBE, _COMMENT = 0xD8, 0xDA, 0xD9, 0xEE, 0xFE
_APPLICATION = range(0xE0, 0xF0)
_TELLING_BOXES = (b"uuid", b"uinf", b"xml ", b"jp2i")


def without_application_data(jpeg: bytes) -> bytes:
    """A JPEG without APPn segments and comments, but for Adobe's, which says how colours are meant.

    Raises `CleaningError` for what is no JPEG. Segments: ITU T.81, annex B.
    """
    if jpeg[:2] != b"\xff\xd8":
        raise CleaningError("odd")
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg):
        if jpeg[at] != 0xFF:
            raise CleaningError("odd")
        marker, size = jpeg[at + 1], 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        if marker == 0xFF:
            at += 1
            continue
        if marker == _SCAN:
            return b"".join([*kept, _until_end(jpeg[at:])])
        if marker == _ADOBE:
            kept.append(b"\xff\xee\x00\x0e" + jpeg[at + 4 : at + 16])
        elif marker != _COMMENT and marker not in _APPLICATION:
            kept.append(jpeg[at : at + size])
        at += size
    raise CleaningError("odd")


def _until_end(scans: bytes) -> bytes:
    """The scans up to the end mark: what a program hung on behind is not part of the picture.

    Between the scans of a progressive picture other segments may stand; comments there are cut as well.
    """
    kept, at = bytearray(), 0
    while at + 1 < len(scans):
        following = scans.find(b"\xff", at)
        if following < 0 or following + 1 >= len(scans):
            break
        kept += scans[at:following]
        marker = scans[following + 1]
        if marker == _END:
            return bytes(kept) + b"\xff\xd9"
        if marker in (0x00, 0xFF) or 0xD0 <= marker <= 0xD7:
            step = 1 if marker == 0xFF else 2
            kept += scans[following : following + step]
            at = following + step
            continue
        size = 2 + int.from_bytes(scans[following + 2 : following + 4])
        if marker != _COMMENT and marker not in _APPLICATION:
            kept += scans[following : following + size]
        at = following + size
    return bytes(kept) + scans[at:] + b"\xff\xd9"


def without_boxes(picture: bytes) -> bytes:
    """A JPEG 2000 file without XML and UUID boxes; a bare codestream as it is. ISO 15444-1, annex I."""
    if picture.startswith(b"\xff\x4f\xff\x51"):
        return picture
    kept, at = [], 0
    while at + 8 <= len(picture):
        size, name = int.from_bytes(picture[at : at + 4]), picture[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(picture[at + 8 : at + 16])
        size = size or len(picture) - at
        if size < 8:
            raise CleaningError("odd")
        if name not in _TELLING_BOXES:
            kept.append(picture[at : at + size])
        at += size
    return b"".join(kept)
