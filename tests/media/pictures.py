"""Files as phones and attackers send them, made here: no binary file lies in the repository."""

import io
import struct
import zlib

from PIL import Image, ImageDraw
from pillow_heif import from_pillow


def scene(width=2000, height=1000):
    """Left half red, right half blue."""
    image = Image.new("RGB", (width, height), "#c02020")
    ImageDraw.Draw(image).rectangle((width // 2, 0, width, height), fill="#2020c0")
    return image


def saved(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def sideways_jpeg_with_place():
    """As a phone held upright stores it: lying on its side, with orientation and GPS in EXIF."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (39.9, 0.0, 0.0)
    return saved(scene(), "JPEG", exif=exif)


def heic():
    buffer = io.BytesIO()
    from_pillow(scene(640, 480)).save(buffer, quality=60)
    return buffer.getvalue()


def png_header(width, height):
    """A PNG that says how large it is, and holds nothing."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9))
        + chunk(b"IEND", b"")
    )


def moving(kind):
    frames = [scene(64, 64), Image.new("RGB", (64, 64), "green")]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:])


SCRIPT = b"<script>alert(1)</script>"
REFUSED = {
    "empty": (b"", "empty"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "type"),
    "svg with a declaration": (b'<?xml version="1.0"?><svg><foreignObject/></svg>', "type"),
    "page called .png": (b"<!doctype html>" + SCRIPT, "type"),
    "gif that is a script": (b"GIF89a/*" + b"\0" * 40 + b"*/=alert(1)", "type"),
    "pdf": (b"%PDF-1.7" + SCRIPT, "type"),
    "film": (b"\0\0\0\x20ftypisom" + b"\0" * 64, "type"),
    "zip": (b"PK\x03\x04" + b"\0" * 64, "type"),
    "tiff": (b"II*\0" + b"\0" * 64, "type"),
    "avif": (b"\0\0\0\x1cftypavif" + b"\0" * 64, "type"),
    "only the first bytes of a jpeg": (b"\xff\xd8\xff\xe0" + SCRIPT, "broken"),
    "half a jpeg": (saved(scene(), "JPEG")[:3000], "broken"),
    "half a png": (saved(scene(300, 300), "PNG")[:200], "broken"),
    "half a webp": (saved(scene(), "WEBP")[:200], "broken"),
    "hollow heic": (b"\0\0\0\x18ftypheic" + b"\0" * 64, "broken"),
    "50,000 by 50,000": (png_header(50_000, 50_000), "pixels"),
    "51 megapixels": (png_header(8_500, 6_001), "pixels"),
    "17 megapixels of webp": (saved(Image.new("RGB", (4_200, 4_100)), "WEBP", quality=1), "pixels"),
    "one pixel": (saved(Image.new("RGB", (1, 1)), "PNG"), "small"),
    "moving png": (moving("PNG"), "animated"),
    "moving webp": (moving("WEBP"), "animated"),
}
