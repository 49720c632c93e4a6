"""Reads of the photos of the tenant in scope."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import g
from sqlalchemy import func, select

from core.database import db
from core.media.models import MediaFile, Photo
from core.plugin_manager import plugins
from core.urls import console_url, public_url

if TYPE_CHECKING:
    from core.tenants.info import TenantInfo


def photos_by_code(codes: Iterable[str]) -> dict[str, Photo]:
    """The photos with these codes, in one query; a code that is not there is left out."""
    wanted = sorted({code for code in codes if code})
    if not wanted:
        return {}
    rows = db.session.scalars(select(MediaFile).where(MediaFile.code.in_(wanted)))
    return {row.code: row.snapshot() for row in rows}


def all_photos(limit: int = 200) -> Sequence[MediaFile]:
    """The tenant's photos, newest first."""
    return db.session.scalars(select(MediaFile).order_by(MediaFile.id.desc()).limit(limit)).all()


def photo_count() -> int:
    """How many photos the tenant has."""
    return db.session.scalar(select(func.count(MediaFile.id))) or 0


def photo_by_code(code: str) -> MediaFile | None:
    """The row of a photo."""
    return db.session.scalar(select(MediaFile).where(MediaFile.code == code))


def used_codes(tenant: "TenantInfo") -> set[str]:
    """Codes of the photos that any tool shows or has in a draft, switched on or off."""
    return set(plugins().gather_items(_with_every_tool(tenant), "photos_in_use"))


def silent_tools(tenant: "TenantInfo") -> list[str]:
    """Tools that do not say which photos they show: they fail, pause, or are not installed."""
    engine = plugins()
    everything = _with_every_tool(tenant)
    answered = {name for name, _codes in engine.gather(everything, "photos_in_use")}
    asked = {*engine.implementers("photos_in_use", everything), *(tenant.plugins - engine.manifests.keys())}
    return sorted(asked - answered)


def _with_every_tool(tenant: "TenantInfo") -> "TenantInfo":
    """A tool that is switched off has its photos again when it is switched on."""
    return replace(tenant, plugins=frozenset(plugins().manifests))


def photo_url(tenant: "TenantInfo", code: str, width: int) -> str:
    """Absolute address of a photo: on the public side, or in the console while somebody works there.

    `width` is one that the photo is kept in: `Photo.nearest` names the one to take.
    """
    place = g.get("place")
    if place is not None and place.surface == "console":
        return console_url(tenant, "media_console.photo", photo_code=code, width=width)
    return public_url(tenant, "media.photo", photo_code=code, width=width, lang=None)
