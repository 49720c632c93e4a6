"""Earning by the rules: for a visit, an answered survey, a birthday, for joining.

Each event is posted once for each rule: its key names both. A visit's events begin with ``visit:<id>:``, so
that taking the visit back finds them.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from hutong import ActInfo, TenantInfo, db, now
from plugins.club.days import day_of, end_of, start_of, today
from plugins.club.ledger import earn_points, hold_cards, holder_of
from plugins.club.levels import raise_tier
from plugins.club.models import Entry, Member, Rule, Transfer, Visit
from plugins.club.queries import member_of_person, programme
from plugins.club.rules import VISIT_KINDS, Occasion, Verdict, birthdays_on, days_before, judge_all, last_day

LOOK_BACK = 7
"""Days for which the birthday's job makes up, if the house was shut."""


def earn_for_visit(member: Member, visit: Visit) -> list[Transfer]:
    """Points for a visit that was paid, or for a check-in; posted once, whoever asks again."""
    occasion = Occasion(VISIT_KINDS, day_of(visit.at), visit.amount)
    return _earn(member.id, occasion, f"visit:{visit.id}", by=visit.recorded_by)


def preview_earning(member: Member | None, amount: int, moment: datetime) -> list[Verdict]:
    """What a paid visit of `amount` would earn at `moment`, rule by rule; without a member for a new one."""
    occasion = Occasion(VISIT_KINDS, day_of(moment), amount)
    return judge_all(rules_for(VISIT_KINDS), occasion, earned_on(member.id, occasion.day) if member else {})


def earn_for_joining(member: Member) -> list[Transfer]:
    """The welcome, once for each card."""
    return _earn(member.id, Occasion(("welcome",), today()), f"welcome:{member.id}")


def act_recorded(_tenant: TenantInfo, act: ActInfo) -> None:
    """Somebody answered a survey: points, once for each survey."""
    if act.verb != "complete" or act.plugin == "club" or act.object_id is None:
        return
    member = member_of_person(act.person_id)
    if member is not None and member.state == "active":
        event = f"answer:{act.object_id.hex}:{member.id.hex}"
        _earn(member.id, Occasion(("answer",), day_of(act.at)), event)


def earn_for_birthdays(day: date, after: uuid.UUID | None, at_most: int) -> uuid.UUID | None:
    """Points for who has their birthday, or had it since the house was last open; once a year each.

    Gives the id to go on after; None when everybody has been looked at.
    """
    days = days_before(day, LOOK_BACK)
    by_birthday = {told: birthday for birthday in days for told in birthdays_on(birthday)}
    since = start_of(days[0])
    has_it = exists().where(Entry.member_id == Member.id, Entry.reason == "birthday", Entry.at >= since)
    celebrating = select(Member.id, Member.birthday, Member.joined_at).where(
        Member.birthday.in_(by_birthday), Member.state == "active", Member.merged_into.is_(None), ~has_it
    )
    if after is not None:
        celebrating = celebrating.where(Member.id > after)
    found = db.session.execute(celebrating.order_by(Member.id).limit(at_most)).all()
    for member_id, told, joined_at in found if rules_for(("birthday",)) else ():
        birthday = by_birthday[told]
        if joined_at < end_of(birthday):
            event = f"birthday:{member_id.hex}:{birthday.year}"
            _earn(member_id, Occasion(("birthday",), birthday), event)
    return found[-1].id if len(found) == at_most else None


def rules_for(kinds: Sequence[str]) -> Sequence[Rule]:
    """The rules of these kinds that are in use, oldest first."""
    found = select(Rule).where(Rule.kind.in_(kinds), Rule.deleted_at.is_(None)).order_by(Rule.id)
    return db.session.scalars(found).all()


def _earn(
    member_id: uuid.UUID, occasion: Occasion, event: str, by: uuid.UUID | None = None
) -> list[Transfer]:
    """Post what the rules give. The card is held first, so that a day's limit cannot be passed at once."""
    rules, run = rules_for(occasion.kinds), programme()
    if not rules or run is None:
        return []
    member_id = holder_of(member_id)
    hold_cards({member_id})
    verdicts = judge_all(rules, occasion, earned_on(member_id, occasion.day))
    posted = [
        earn_points(
            member_id=member_id,
            points=verdict.points,
            reason=verdict.rule.kind,
            key=f"{event}:{verdict.rule.id.hex}",
            ends_on=last_day(run.expiry, run.expiry_months, day_of(now())),
            rule_id=verdict.rule.id,
            recorded_by=by,
        )
        for verdict in verdicts
    ]
    made = [transfer for transfer in posted if transfer is not None]
    if made:
        raise_tier(member_id)
    return made


def earned_on(member_id: uuid.UUID, day: date) -> Mapping[object, int]:
    """Points of a day by rule; what was taken back leaves room again."""
    inverse = aliased(Transfer)
    rows = db.session.execute(
        select(Transfer.rule_id, func.sum(Entry.points))
        .join(Entry, Entry.transfer_id == Transfer.id)
        .outerjoin(inverse, inverse.inverse_of == Transfer.id)
        .where(
            Entry.member_id == member_id,
            Entry.at >= start_of(day),
            Entry.at < end_of(day),
            Transfer.rule_id.is_not(None),
            inverse.id.is_(None),
        )
        .group_by(Transfer.rule_id)
    )
    return {rule_id: int(points) for rule_id, points in rows}
