"""Pictures to choose from: drawings of the template and the tenant's photos."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from flask import g, request

from hutong.photos import all_photos, photo_url, store_photo
from plugins.site.queries import drawings


@dataclass(frozen=True, slots=True)
class PictureChoice:
    """One picture: a photo has a `url`, a drawing its `svg`."""

    value: str
    label: str
    url: str = ""
    svg: str = ""


def picture_choices() -> list[PictureChoice]:
    """Photos, newest first, then drawings."""
    photos = [
        PictureChoice(
            f"photo:{photo.code}",
            photo.name,
            url=photo_url(g.tenant, photo.code, photo.snapshot().nearest(480)),
        )
        for photo in all_photos(limit=60)
    ]
    art = [PictureChoice(f"art:{name}", _drawing_name(name), svg=svg) for name, svg in drawings().items()]
    return [*photos, *art]


def _drawing_name(name: str) -> str:
    return name.removesuffix(".svg").replace("-", " ")


def take_upload(chosen: Mapping[str, str], *, by: uuid.UUID) -> Mapping[str, str]:
    """What was chosen; a photo sent along with the form is stored and wins. Raises `PhotoError`."""
    file = request.files.get("upload")
    if file is None or not file.filename:
        return chosen
    return {"photo": store_photo(file=file.stream, name=file.filename, uploaded_by=by).code}
