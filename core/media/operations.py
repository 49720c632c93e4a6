"""Writes about photos."""

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import event

from core.database import db
from core.media.models import MediaFile
from core.media.photos import PhotoError, Rendition, draw_photo
from core.media.queries import photo_count
from core.tenancy import current_tenant_id

MOST_PHOTOS = 500
"""Of one tenant: pages need dozens, and nobody should use a community as a store of pictures."""


class PhotoInUseError(RuntimeError):
    """A photo that a page shows cannot be deleted."""


def media_folder(tenant_id: uuid.UUID) -> Path:
    """Where the files of a tenant lie."""
    return Path(current_app.extensions["hutong.settings"].home) / "media" / str(tenant_id)


def photo_bytes(code: str, width: int) -> bytes | None:
    """One size of a photo of the tenant in scope, as WebP; None where there is none."""
    file = media_folder(current_tenant_id(db.session())) / f"{code}-{width}.webp"
    return file.read_bytes() if code.isascii() and code.isalnum() and file.is_file() else None


def store_photo(*, file: IO[bytes], name: str = "", uploaded_by: uuid.UUID | None = None) -> MediaFile:
    """Keep an uploaded photo in all its sizes. Raises `PhotoError`; then nothing is kept."""
    if photo_count() >= MOST_PHOTOS:
        raise PhotoError("full")
    return keep_renditions(draw_photo(file), name=plain_name(name), uploaded_by=uploaded_by)


def keep_renditions(drawn: Sequence[Rendition], **columns: Any) -> MediaFile:
    """A photo that was drawn in these sizes, smallest first; `columns` are the row's others."""
    photo = MediaFile(
        width=drawn[-1].width,
        height=drawn[-1].height,
        widths=[rendition.width for rendition in drawn],
        size=sum(len(rendition.webp) for rendition in drawn),
        **columns,
    )
    db.session.add(photo)
    db.session.flush()
    folder = media_folder(current_tenant_id(db.session()))
    folder.mkdir(parents=True, exist_ok=True)
    for rendition in drawn:
        (folder / f"{photo.code}-{rendition.width}.webp").write_bytes(rendition.webp)
    return photo


def delete_photo(*, photo: MediaFile, in_use: bool) -> None:
    """Delete a photo; its files go when the transaction is through. Raises `PhotoInUseError`."""
    if in_use:
        raise PhotoInUseError
    folder = media_folder(photo.tenant_id)
    files = [folder / f"{photo.code}-{width}.webp" for width in photo.widths]
    db.session.delete(photo)

    def remove(_session: object) -> None:
        for file in files:
            file.unlink(missing_ok=True)

    event.listen(db.session(), "after_commit", remove, once=True)


def plain_name(name: str) -> str:
    """The file's name for the eye: no folders, no control or direction characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable()).strip()[:120]


def photo_fault(error: PhotoError) -> str:
    """What went wrong, in the reader's language."""
    words: dict[str, str] = {
        "empty": _("No photo arrived. Choose one and try again."),
        "type": _("This isn’t a photo we can read. JPEG, PNG, WebP and HEIC work."),
        "broken": _("The photo arrived broken or cut off. Choose it again, or take a new one."),
        "pixels": _(
            "The photo is too large: 50 million pixels at most, 16 million as WebP. Send a smaller one."
        ),
        "animated": _("Moving pictures don’t work here. Choose a photo that stands still."),
        "full": _("There are 500 photos already. Delete some that no page shows."),
        "small": _("The picture is too small to show. Choose one at least 16 pixels wide and high."),
    }
    return words[error.reason]
