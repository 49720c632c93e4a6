"""What can be read of flyers of the tenant in scope."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, select

from hutong import db
from hutong_flyer.content import FlyerContent, parse_content
from hutong_flyer.models import Flyer, FlyerVersion


@dataclass(frozen=True, slots=True)
class PublishedFlyer:
    """A flyer that was given out, and what it says; None: it was taken down."""

    flyer: Flyer
    content: FlyerContent | None


def flyers(*, in_bin: bool = False) -> Sequence[Flyer]:
    """The flyers, the newest first; or those in the bin."""
    gone = Flyer.deleted_at.is_not(None) if in_bin else Flyer.deleted_at.is_(None)
    return db.session.scalars(select(Flyer).where(gone).order_by(Flyer.id.desc())).all()


def flyer_by_id(flyer_id: uuid.UUID, *, lock: bool = False) -> Flyer | None:
    """A flyer, in the bin too; locked where it is going to be changed."""
    found = select(Flyer).where(Flyer.id == flyer_id)
    return db.session.scalar(found.with_for_update() if lock else found)


def flyer_by_key(key: str) -> Flyer | None:
    """The flyer of a template's key, in the bin too."""
    return db.session.scalar(select(Flyer).where(Flyer.key == key))


def given_out(*, code: str = "", key: str = "", flyer_id: uuid.UUID | None = None) -> list[PublishedFlyer]:
    """Flyers that were published at some time, with what customers see, the newest first: all, or one."""
    found = _given_out()
    if code:
        found = found.where(Flyer.code == code)
    if key:
        found = found.where(Flyer.key == key)
    if flyer_id is not None:
        found = found.where(Flyer.id == flyer_id)
    return [
        PublishedFlyer(flyer, None if content is None else parse_content(content))
        for flyer, content in db.session.execute(found)
    ]


def _given_out() -> Select[Flyer, dict[str, object] | None]:
    current = and_(FlyerVersion.flyer_id == Flyer.id, FlyerVersion.number == Flyer.published)
    return (
        select(Flyer, FlyerVersion.content)
        .outerjoin(FlyerVersion, current)
        .where(Flyer.versions > 0, Flyer.deleted_at.is_(None))
        .order_by(Flyer.id.desc())
    )


def versions(flyer_id: uuid.UUID) -> Sequence[FlyerVersion]:
    """Everything that was published of a flyer, the newest first."""
    return db.session.scalars(
        select(FlyerVersion).where(FlyerVersion.flyer_id == flyer_id).order_by(FlyerVersion.number.desc())
    ).all()


def version(flyer_id: uuid.UUID, number: int | None) -> FlyerVersion | None:
    """One version of a flyer."""
    return db.session.scalar(
        select(FlyerVersion).where(FlyerVersion.flyer_id == flyer_id, FlyerVersion.number == number)
    )


def photo_codes() -> set[str]:
    """Codes of the photos on covers: of drafts, those in the bin included, and of what customers see."""
    drafts = db.session.scalars(select(Flyer.draft))
    current = and_(FlyerVersion.flyer_id == Flyer.id, FlyerVersion.number == Flyer.published)
    seen = db.session.scalars(select(FlyerVersion.content).join(Flyer, current))
    contents = [*drafts, *seen]
    return {code for content in contents if (code := parse_content(content).photo)}
