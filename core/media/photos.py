"""From an uploaded file to clean WebP pictures.

Nothing of the original survives but its pixels: it is checked by its first bytes and its header before
anything is decoded, turned upright, and drawn anew, so that polyglots, scripts and places (EXIF) are gone.
"""

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Literal

from PIL import Image, ImageCms, ImageOps

WIDTHS = (480, 960, 1600)
MOST_PIXELS = 50_000_000
MOST_PIXELS_OF_WEBP = 16_000_000
"""Its decoder cannot make it small while it reads, and takes 15 bytes for each pixel: 235 MB for 16
megapixels (240 MB for a JPEG or PNG of 48), 720 MB for 48. Phones take no photos in it."""
MOST_HEIGHT_RATIO = 6
ORIENTATION = 0x0112
SCALABLE = ("RGB", "RGBA", "L", "LA", "CMYK", "YCbCr")
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
Reason = Literal["empty", "type", "broken", "pixels", "animated", "small", "full"]

_one_at_a_time = threading.Lock()
"""Decoding 50 megapixels takes 250 MB: one photo at a time per process, the others wait."""


class PhotoError(ValueError):
    """A file that cannot become a photo; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class Rendition:
    """One size of a photo."""

    width: int
    height: int
    webp: bytes


def draw_photo(file: IO[bytes]) -> list[Rendition]:
    """The photo in each of `WIDTHS` that it reaches (at least one), smallest first. Raises `PhotoError`."""
    _check_first_bytes(file.read(32))
    file.seek(0)
    with _one_at_a_time, _faults(), Image.open(file, formats=_openers()) as image:
        _check_header(image)
        upright = _upright(image)
    return [_rendition(upright, width) for width in _widths(upright.width)]


def _check_first_bytes(head: bytes) -> None:
    if not head:
        raise PhotoError("empty")
    is_photo = (
        head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
        or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
        or (head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"))
    )
    if not is_photo:
        raise PhotoError("type")


def _openers() -> tuple[str, ...]:
    from pillow_heif import register_heif_opener

    register_heif_opener()
    return FORMATS


@contextmanager
def _faults() -> Iterator[None]:
    """Whatever a library says about a bad file becomes a `PhotoError`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoError("pixels") from error
    except PhotoError:
        raise
    except Exception as error:  # decoders raise OSError, ValueError, SyntaxError, struct.error, …
        raise PhotoError("broken") from error


def _check_header(image: Image.Image) -> None:
    width, height = image.size
    if width * height > (MOST_PIXELS_OF_WEBP if image.format == "WEBP" else MOST_PIXELS):
        raise PhotoError("pixels")
    if min(width, height) < 16:
        raise PhotoError("small")
    if image.format in ("PNG", "WEBP") and getattr(image, "n_frames", 1) > 1:
        raise PhotoError("animated")


def _upright(image: Image.Image) -> Image.Image:
    """The pixels, turned as the camera was held, in sRGB, no wider than the largest size.

    It is made small before anything else, so that a large photo is in memory once.
    """
    profile, orientation = image.info.get("icc_profile"), image.getexif().get(ORIENTATION, 1)
    plain = image if image.mode in SCALABLE else image.convert("RGBA" if _has_alpha(image) else "RGB")
    limit = (WIDTHS[-1], WIDTHS[-1] * MOST_HEIGHT_RATIO)
    plain.thumbnail(limit if orientation < 5 else limit[::-1], Image.Resampling.LANCZOS, reducing_gap=2.0)
    turned = ImageOps.exif_transpose(plain)
    drawn = _in_srgb(turned.convert("RGBA" if _has_alpha(turned) else "RGB"), profile)
    drawn.info = {}
    return drawn


def _has_alpha(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def _in_srgb(image: Image.Image, profile: Any) -> Image.Image:
    """Colours of a wide-gamut phone as they look without its profile; an odd profile is left out."""
    if not isinstance(profile, bytes) or not 100 < len(profile) < 200_000:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted or image


def _widths(width: int) -> list[int]:
    smaller = [size for size in WIDTHS if size < width]
    return [*smaller, min(width, WIDTHS[-1])]


def _rendition(image: Image.Image, width: int) -> Rendition:
    height = max(1, round(image.height * width / image.width))
    sized = image if width == image.width else image.resize((width, height), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    sized.save(buffer, "WEBP", quality=80, method=4)
    return Rendition(width, height, buffer.getvalue())
