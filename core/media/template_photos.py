"""Photos that come with a template: ``art/<code>.webp`` (or JPEG, PNG), named by code in its content."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from sqlalchemy import select

from core.database import db
from core.media.models import MediaFile
from core.media.operations import MOST_PHOTOS, keep_renditions
from core.media.photos import WIDTHS, PhotoError, Rendition, draw_photo
from core.media.queries import photo_count

_PHOTO = re.compile(r"([a-z0-9]{1,16})\.(webp|jpg|jpeg|png)")


def photo_files(folder: Path) -> dict[str, Path]:
    """The photos in a template's folder by their code; their smaller sizes are not told apart from others."""
    found = ((_PHOTO.fullmatch(path.name), path) for path in sorted((folder / "art").glob("*.*")))
    return {match[1]: path for match, path in found if match and not path.is_symlink()}


def bring_photos(folder: Path, *, are_ours: bool) -> None:
    """The template's photos become the tenant's, under their codes; those that are there stay.

    `are_ours`: they were drawn here, in all sizes; any other file is drawn anew. Raises `PhotoError`.
    """
    for code, path in _missing(folder):
        drawn = list(_renditions(path)) if are_ours else draw_photo(io.BytesIO(path.read_bytes()))
        if photo_count() >= MOST_PHOTOS:
            raise PhotoError("full")
        keep_renditions(drawn, code=code, name=path.name)


def rehearse_photos(folder: Path) -> None:
    """Rows as if the photos were there, without files: for a community that is never committed."""
    for code, path in _missing(folder):
        with Image.open(path) as image:
            width, height = image.size
        db.session.add(
            MediaFile(code=code, name=path.name, width=width, height=height, widths=[width], size=0)
        )
    db.session.flush()


def _missing(folder: Path) -> Iterator[tuple[str, Path]]:
    files = photo_files(folder)
    if not files:
        return iter(())
    known = set(db.session.scalars(select(MediaFile.code).where(MediaFile.code.in_(list(files)))))
    return ((code, path) for code, path in files.items() if code not in known)


def _renditions(path: Path) -> Iterator[Rendition]:
    """The sizes that lie beside the largest, ``<code>-480.webp``, then itself."""
    smaller = (path.with_name(f"{path.stem}-{width}.webp") for width in WIDTHS)
    for file in (*(one for one in smaller if one.is_file()), path):
        content = file.read_bytes()
        with Image.open(io.BytesIO(content), formats=["WEBP"]) as image:
            yield Rendition(*image.size, content)
