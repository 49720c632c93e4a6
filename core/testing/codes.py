"""An independent reader of QR codes, so that no code is checked by the library that drew it."""

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Page


def read_codes(picture: bytes) -> list[str]:
    """Texts of all QR codes on a PNG or JPEG."""
    import zxingcpp

    with Image.open(BytesIO(picture)) as image:
        found = zxingcpp.read_barcodes(image.convert("RGB"))
    return [code.text for code in found]


def read_codes_on(page: "Page") -> list[str]:
    """Texts of all QR codes that a browser draws, SVG and posters included."""
    return read_codes(page.screenshot(full_page=True))
