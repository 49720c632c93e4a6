"""Points that end: the night after their last day; thirty days before it their member is reminded, once."""

import uuid
from datetime import date, timedelta

from sqlalchemy import func, select, tuple_, update

from hutong import db, gettext as _, public_url, tenant_in_scope
from hutong.people import speaking_to, tell_person
from plugins.club.days import day_in_words, today
from plugins.club.ledger import expire_lots
from plugins.club.models import Lot, Member
from plugins.club.queries import programme

REMIND = timedelta(days=30)


def end_points(at_most: int) -> bool:
    """Let lots end whose day is over, so many at once; whether there may be more."""
    ended = select(Lot.id).where(Lot.ends_on < today(), Lot.left > 0).order_by(Lot.ends_on, Lot.id)
    ids = db.session.scalars(ended.limit(at_most)).all()
    if ids:
        expire_lots(lot_ids=ids, today=today())
    return len(ids) == at_most


def remind_of_ends(at_most: int) -> bool:
    """Tell members whose points end within thirty days, each day's points once; whether there may be more."""
    due = (Lot.left > 0, Lot.ends_on >= today(), Lot.ends_on <= today() + REMIND, Lot.told_on.is_(None))
    groups = db.session.execute(
        select(Lot.member_id, Lot.ends_on, func.sum(Lot.left))
        .where(*due)
        .group_by(Lot.member_id, Lot.ends_on)
        .order_by(Lot.ends_on, Lot.member_id)
        .limit(at_most)
    ).all()
    members = {member_id for member_id, _day, _points in groups}
    named = db.session.execute(select(Member.id, Member.person_id).where(Member.id.in_(members))).all()
    people = {member.id: member.person_id for member in named}
    for member_id, day, points in groups:
        assert day is not None  # asked for
        _remind(people[member_id], day, int(points))
    db.session.execute(
        update(Lot)
        .where(*due, tuple_(Lot.member_id, Lot.ends_on).in_([(id_, day) for id_, day, _points in groups]))
        .values(told_on=today())
    )
    return len(groups) == at_most


def _remind(person_id: uuid.UUID, day: date, points: int) -> None:
    tenant, run = tenant_in_scope(), programme()
    assert run is not None  # there are points
    with speaking_to(person_id) as language:
        tell_person(
            person_id=person_id,
            key=f"club/ending/{day.isoformat()}/{person_id}",
            thread="club/points",
            subject=_(
                "%(count)s %(points)s end on %(day)s",
                count=points,
                points=tenant.text(run.points_name, language),
                day=day_in_words(day, language),
            ),
            url=public_url(tenant, "club.points"),
        )
