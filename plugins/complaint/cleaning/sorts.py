"""What a file is, by its first bytes. Its name and the type it was sent with are never believed."""

from typing import Literal

from plugins.complaint.cleaning.limits import CleaningError

Sort = Literal["photo", "pdf", "text", "mov", "matroska", "ogg", "mp3", "aac", "wav", "amr"]
"""The last seven are names of FFmpeg's demuxers: none but these is ever tried, so that no playlist or
description of streams can make it open something else."""

_PHOTO_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1")
_NOT_TAKEN = (
    b"GIF8", b"BM", b"II*\0", b"MM\0*", b"PK", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\xd0\xcf\x11\xe0",
    b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"{\\rtf", b"%!PS", b"fLaC", b"FLV", b"0&\xb2u", b"#EXTM3U",
)  # fmt: skip
"""Other pictures, archives, office files, programs, playlists: refused by name, whatever else they are."""


def sort_of(data: bytes) -> Sort:
    """The sort of a file. Raises `CleaningError`: ``type`` for everything that is not taken."""
    head = data[:64]
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or _riff(head, b"WEBP"):
        return "photo"
    if head[4:8] == b"ftyp":
        return _of_brand(head[8:12])
    if head.startswith(b"%PDF-"):
        return "pdf"
    if sound := _of_sound(head):
        return sound
    if head.startswith(_NOT_TAKEN) or b"\0" in data[:4096]:
        raise CleaningError("type")
    return "text"


def _of_brand(brand: bytes) -> Sort:
    if brand in _PHOTO_BRANDS:
        return "photo"
    if brand in (b"avif", b"avis", b"crx "):
        raise CleaningError("type")
    return "mov"


def _of_sound(head: bytes) -> Sort | None:
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if head.startswith(b"OggS"):
        return "ogg"
    if head.startswith(b"#!AMR"):
        return "amr"
    if _riff(head, b"WAVE"):
        return "wav"
    if head.startswith((b"\xff\xf1", b"\xff\xf9")):
        return "aac"
    if head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")):
        return "mp3"
    return None


def _riff(head: bytes, form: bytes) -> bool:
    return head.startswith(b"RIFF") and head[8:12] == form
