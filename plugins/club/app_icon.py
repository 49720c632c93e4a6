"""The picture of the card on a phone's first screen, drawn in the colours of the tenant's theme.

No letters: a machine without a Chinese font would draw boxes. Everything that matters lies within the safe
circle of a maskable icon (80 % of the side, W3C App Manifest, section on `purpose`).
"""

import hashlib
import io
from collections.abc import Mapping
from functools import lru_cache

from PIL import Image, ImageDraw

SIZES = {"192": (192, False), "512": (512, False), "maskable": (512, True)}
"""Sides in pixels, and whether a launcher may cut the icon to a shape of its own."""
FINER = 4  # drawn so many times larger, then made smaller: smooth edges


def icon_digest(colours: Mapping[str, str]) -> str:
    """A name for the icons' addresses that changes with what they show."""
    return hashlib.sha256("".join(_used(colours)).encode()).hexdigest()[:10]


def icon_png(kind: str, colours: Mapping[str, str]) -> bytes:
    """The icon of a kind in `SIZES`. Raises `KeyError` for any other."""
    side, is_maskable = SIZES[kind]
    return _drawn(side, is_maskable, *_used(colours))


def _used(colours: Mapping[str, str]) -> tuple[str, str, str]:
    return colours["main"], colours["on-main"], colours["pop"]


@lru_cache(maxsize=128)
def _drawn(side: int, is_maskable: bool, ground: str, card: str, mark: str) -> bytes:
    """A membership card on the ground: a stripe, a code's corner, a mark."""
    size = side * FINER
    image = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    corner = 0 if is_maskable else size * 0.22
    pen.rounded_rectangle((0, 0, size - 1, size - 1), corner, fill=ground)

    def box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        return (left * size, top * size, right * size, bottom * size)

    pen.rounded_rectangle(box(0.2, 0.305, 0.8, 0.695), size * 0.05, fill=card)
    pen.rectangle(box(0.2, 0.385, 0.8, 0.455), fill=ground)
    pen.rounded_rectangle(box(0.26, 0.535, 0.47, 0.57), size * 0.017, fill=ground)
    pen.rounded_rectangle(box(0.26, 0.605, 0.4, 0.64), size * 0.017, fill=ground)
    pen.ellipse(box(0.62, 0.525, 0.74, 0.645), fill=mark)
    small = image.resize((side, side), Image.Resampling.LANCZOS)
    if is_maskable:
        small = small.convert("RGB")
    buffer = io.BytesIO()
    small.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
