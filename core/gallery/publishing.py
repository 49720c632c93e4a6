"""A template of a business becomes public, ceases to be, goes into the bin; the operator takes one down."""

from collections.abc import Sequence

from sqlalchemy import delete, update

from core.database import db, now
from core.gallery.bundles import forget_folders
from core.gallery.models import SavedTemplate, SharedTemplate
from core.gallery.saved import SHARED, shared_of


class NotToBeSharedError(RuntimeError):
    """It was taken down by the operator, or its licence is for its author alone."""


def share(saved: SavedTemplate) -> SharedTemplate:
    """Copy a version for everybody in this installation. Raises `NotToBeSharedError`."""
    others = shared_of(saved.code)
    if saved.licence == "own-use" or any(one.taken_down_at for one in others):
        raise NotToBeSharedError
    same = next((one for one in others if one.version == saved.version), None)
    if same is None:
        same = SharedTemplate(
            code=saved.code,
            version=saved.version,
            title=saved.title,
            summary=saved.summary,
            author=saved.author,
            licence=saved.licence,
            lineage=saved.lineage,
            bundle=saved.bundle,
            size=saved.size,
            tenant_id=saved.tenant_id,
        )
        db.session.add(same)
    for one in others:
        one.is_newest = False
    same.is_newest, same.shared_at = True, now()
    db.session.flush()
    return same


def unshare(code: str) -> None:
    """Nobody else sees it any more; what was made from it stays. What the operator took down stays noted."""
    names = [one.name for one in shared_of(code)]
    db.session.execute(
        delete(SharedTemplate).where(SharedTemplate.code == code, SharedTemplate.taken_down_at.is_(None))
    )
    _forget(SHARED, names)


def bin_template(code: str) -> None:
    """All versions go into the bin, and out of the gallery."""
    unshare(code)
    _set_deleted(code, at=True)


def restore_template(code: str) -> None:
    """Back from the bin; not back into the gallery."""
    _set_deleted(code, at=False)


def forget_template(rows: Sequence[SavedTemplate]) -> None:
    """Delete versions from the bin for good."""
    for row in rows:
        _forget(str(row.tenant_id), [row.name])
        db.session.delete(row)


def take_down(code: str, reason: str) -> None:
    """The operator's: no version is seen any more, and none can be shared until it is put back."""
    rows = shared_of(code)
    for one in rows:
        one.taken_down_at, one.taken_down_reason = now(), reason[:300]
    _forget(SHARED, [one.name for one in rows])


def put_back(code: str) -> None:
    """The opposite of `take_down`."""
    for one in shared_of(code):
        one.taken_down_at, one.taken_down_reason = None, ""


def _set_deleted(code: str, *, at: bool) -> None:
    db.session.execute(
        update(SavedTemplate).where(SavedTemplate.code == code).values(deleted_at=now() if at else None)
    )


def _forget(owner: str, names: Sequence[str]) -> None:
    for name in names:
        forget_folders(f"{owner}/{name}")
