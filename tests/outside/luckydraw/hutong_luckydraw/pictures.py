"""Addresses of the pictures of prizes."""

from collections.abc import Iterable

from flask import g

from hutong.photos import photo_url, photos_by_code
from hutong_luckydraw.models import Prize


def pictures_of(prizes: Iterable[Prize], width: int) -> dict[str, str]:
    """Where the photos of prizes are, at least `width` wide where they are kept so wide, by their code."""
    photos = photos_by_code(prize.photo for prize in prizes)
    return {code: photo_url(g.tenant, code, photo.nearest(width)) for code, photo in photos.items()}
