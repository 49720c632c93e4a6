"""What a template's folder may hold: no way out of it, nothing huge, pictures that are pictures."""

import warnings
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from core.gallery.faults import Fault

MOST_FILES = 400
DRAWING_BYTES = 60_000
PHOTO_BYTES = 8 * 1024 * 1024
DRAWINGS = {".svg"}
PHOTOS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
TEXTS = ("readme", "license", "licence", "notice")
"""Beginnings of names of files that are for readers of the folder."""


def file_faults(folder: Path) -> Iterator[Fault]:
    """Each file that must not be there, cannot be used, or is of no use."""
    files = sorted(path for path in folder.rglob("*") if path.is_symlink() or path.is_file())
    if len(files) > MOST_FILES:
        what = f"holds {len(files)} files, more than {MOST_FILES}"
        yield Fault(folder.name, 1, what, "keep template.yaml, content/ and art/")
        return
    root = folder.resolve()
    for path in files:
        name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            yield Fault(name, 1, "leads out of the template", "copy the file into the folder")
        else:
            yield from _file(path, path.relative_to(folder), name)


def _file(path: Path, place: Path, name: str) -> Iterator[Fault]:
    match place.parts:
        case ("template.yaml",) | ("content", _) if place.suffix == ".yaml":
            return
        case ("art", _) if place.suffix in DRAWINGS | PHOTOS.keys():
            yield from _picture(path, name)
        case ("content", _) if place.suffix == ".yml":
            yield Fault(name, 1, "is not read", f"call it {place.stem}.yaml", is_error=False)
        case (only,) if only.lower().startswith(TEXTS):
            return
        case _:
            hint = "a template is template.yaml, content/*.yaml and art/*.svg, .png, .jpg, .webp: delete it"
            yield Fault(name, 1, "is used by nobody", hint, is_error=False)


def _picture(path: Path, name: str) -> Iterator[Fault]:
    most = DRAWING_BYTES if path.suffix in DRAWINGS else PHOTO_BYTES
    size = path.stat().st_size
    if size > most:
        what = f"is a picture of {size // 1000} kB, more than {most // 1000} kB"
        yield Fault(name, 1, what, "draw it with fewer points, or make the photo smaller")
    elif path.suffix in PHOTOS and _format(path) != PHOTOS[path.suffix]:
        yield Fault(name, 1, f"is no {PHOTOS[path.suffix]} picture", "save it anew as what its name says")
    elif path.suffix in DRAWINGS and b"<svg" not in path.read_bytes():
        yield Fault(name, 1, "is no SVG drawing", "the outermost element is <svg viewBox=…>")


def _format(path: Path) -> str:
    """What its first bytes and its header say; nothing for what is no picture, or a bomb."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=sorted(set(PHOTOS.values()))) as image:
                return image.format or ""
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombWarning, SyntaxError):
        return ""
    except Image.DecompressionBombError:
        return ""
