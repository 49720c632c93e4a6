"""Tiers: reached by what was earned in the programme's period, never by the balance.

Up at once; down by the day's job only, and never without a warning thirty days before. A membership that was
paid for keeps its holder at its tier.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from hutong import db, gettext as _, public_url, tenant_in_scope
from hutong.people import speaking_to, tell_person
from plugins.club.days import day_in_words, start_of, today
from plugins.club.models import Entry, Member, Membership, Plan, Tier
from plugins.club.months import months_later
from plugins.club.queries import programme, tiers

NOTICE = timedelta(days=30)
"""How long before a downgrade its member is told."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member stands: earned in the period, the tier they have, and the next one above it."""

    earned: int
    tier: Tier | None
    next: Tier | None

    @property
    def missing(self) -> int:
        """Points to earn for the next tier."""
        return max(self.next.threshold - self.earned, 0) if self.next else 0


@dataclass(frozen=True, slots=True)
class Earned:
    """Points that count today, and in `NOTICE` if nothing is added; the tiers that were paid for."""

    today: int
    after_notice: int
    paid_for: Sequence[Tier] | None = None

    def by(self, earned: int) -> int:
        """`earned`, or what a paid tier stands for."""
        return max([earned, *(tier.threshold for tier in self.paid_for or [])])


def standing_of(member: Member) -> Standing:
    """Where a member stands today."""
    known = tiers()
    earned = earned_since(member.id, period_start(today()))
    own = next((tier for tier in known if tier.id == member.tier_id), None)
    above = (tier for tier in known if tier.threshold > max(earned, own.threshold if own else -1))
    return Standing(earned, own, next(above, None))


def raise_tier(member_id: uuid.UUID) -> Tier | None:
    """Give the tier that a member has reached or paid for, if it is above theirs; says so to them."""
    known = tiers()
    if not known:
        return None
    reached = reached_tier(known, _standing_for(member_id))
    member = db.session.scalars(select(Member).where(Member.id == member_id)).one()
    own = next((tier for tier in known if tier.id == member.tier_id), None)
    if reached is None or (own is not None and own.threshold >= reached.threshold):
        return None
    member.tier_id, member.tier_since, member.tier_warned_for = reached.id, today(), None
    db.session.flush()
    _tell(
        member,
        f"club/tier-up/{reached.id}/{today().isoformat()}/{member.person_id}",
        lambda name, _language: _("You are now: %(tier)s", tier=name),
        reached,
    )
    return reached


def take_paid_tier_back(member_id: uuid.UUID) -> None:
    """After a refund: at once to the tier that is earned, or still paid for; says so to the member."""
    known = tiers()
    member = db.session.scalars(select(Member).where(Member.id == member_id)).one()
    own = next((tier for tier in known if tier.id == member.tier_id), None)
    stands_for = _standing_for(member_id)
    if own is not None and own.threshold > stands_for:
        _lower(member, reached_tier(known, stands_for))
        db.session.flush()


def reached_tier(known: Sequence[Tier], earned: int) -> Tier | None:
    """The highest tier for so many points."""
    return next((tier for tier in reversed(known) if tier.threshold <= earned), None)


def period_start(day: date) -> date | None:
    """From which day on points count on `day`; None: all of them do."""
    run = programme()
    return months_later(day, -run.tier_months) if run is not None and run.tier_months else None


def earned_since(member_id: uuid.UUID, first: date | None) -> int:
    """What a member earned since a day, refunds taken off."""
    total = select(func.coalesce(func.sum(Entry.points), 0)).where(
        Entry.member_id == member_id, *_counting(first)
    )
    return int(db.session.scalar(total) or 0)


def earned_of(member_ids: Sequence[uuid.UUID], first: date | None) -> Mapping[uuid.UUID, int]:
    """The same of many members, in one statement."""
    rows = db.session.execute(
        select(Entry.member_id, func.sum(Entry.points))
        .where(Entry.member_id.in_(member_ids), *_counting(first))
        .group_by(Entry.member_id)
    ).all()
    return {member_id: int(points) for member_id, points in rows if member_id is not None}


def review_tiers(after: uuid.UUID | None, at_most: int) -> uuid.UUID | None:
    """The day's round over members who have a tier or could: raise, warn, lower, take a warning back.

    Gives the id to go on after; None when everybody has been looked at.
    """
    day, known = today(), tiers()
    lowest = known[0].threshold if known else 0
    chosen = select(Member).where(Member.merged_into.is_(None), Member.state == "active")
    chosen = chosen.where(
        or_(
            Member.tier_id.is_not(None),
            Member.earned >= lowest,
            Member.id.in_(select(Membership.member_id).where(*_running(day))),
        )
    )
    if after is not None:
        chosen = chosen.where(Member.id > after)
    members = db.session.scalars(chosen.order_by(Member.id).limit(at_most)).all()
    ids = [member.id for member in members]
    earned = earned_of(ids, period_start(day))
    later = earned_of(ids, period_start(day + NOTICE))
    floors = paid_tiers(ids, day)
    for member in members:
        _review(
            member,
            known,
            day,
            Earned(earned.get(member.id, 0), later.get(member.id, 0), floors.get(member.id)),
        )
    db.session.flush()
    return ids[-1] if len(ids) == at_most else None


def paid_tiers(member_ids: Sequence[uuid.UUID], day: date) -> Mapping[uuid.UUID, list[Tier]]:
    """The tiers that memberships keep these members at."""
    found: dict[uuid.UUID, list[Tier]] = {}
    rows = db.session.execute(
        select(Membership.member_id, Tier)
        .join(Plan, Plan.id == Membership.plan_id)
        .join(Tier, Tier.id == Plan.tier_id)
        .where(Membership.member_id.in_(member_ids), *_running(day))
    )
    for member_id, tier in rows:
        found.setdefault(member_id, []).append(tier)
    return found


def _review(member: Member, known: Sequence[Tier], day: date, has: Earned) -> None:
    own = next((tier for tier in known if tier.id == member.tier_id), None)
    reached = reached_tier(known, has.by(has.today))
    if own is None or (reached is not None and reached.threshold > own.threshold):
        member.tier_id = None  # thrown away, or passed
        db.session.flush()
        raise_tier(member.id)
    elif own.threshold <= has.by(has.after_notice):
        member.tier_warned_for = None
    elif member.tier_warned_for is None:
        _warn(member, own, own.threshold - has.after_notice, day + NOTICE)
    elif day >= member.tier_warned_for and own.threshold > has.by(has.today):
        _lower(member, reached_tier(known, has.by(has.today)))


def _warn(member: Member, own: Tier, missing: int, lost_on: date) -> None:
    member.tier_warned_for = lost_on
    last = lost_on - timedelta(days=1)

    def words(name: str, language: str) -> str:
        day = day_in_words(last, language)
        return _("To stay %(tier)s you need %(count)s more by %(day)s", tier=name, count=missing, day=day)

    _tell(member, f"club/tier-warning/{last.isoformat()}/{member.person_id}", words, own)


def _lower(member: Member, lower: Tier | None) -> None:
    member.tier_id, member.tier_since, member.tier_warned_for = lower.id if lower else None, today(), None

    def words(name: str, _language: str) -> str:
        return _("Your tier is now: %(tier)s", tier=name)

    _tell(member, f"club/tier-down/{today().isoformat()}/{member.person_id}", words, lower)


def _tell(member: Member, key: str, words: Callable[[str, str], str], tier: Tier | None) -> None:
    tenant = tenant_in_scope()
    with speaking_to(member.person_id) as language:
        name = tenant.text(tier.name, language) if tier else _("no tier yet")
        tell_person(
            person_id=member.person_id,
            key=key,
            thread="club/points",
            subject=words(name, language),
            url=public_url(tenant, "club.points"),
        )


def _standing_for(member_id: uuid.UUID) -> int:
    """Points that decide a member's tier today: what was earned, or what a paid tier stands for."""
    day = today()
    earned = earned_since(member_id, period_start(day))
    return Earned(earned, earned, paid_tiers([member_id], day).get(member_id)).by(earned)


def _running(day: date) -> list[ColumnElement[bool]]:
    lasting = or_(Membership.ends_on.is_(None), Membership.ends_on >= day)
    return [Membership.state == "paid", Membership.starts_on <= day, lasting]


def _counting(first: date | None) -> list[ColumnElement[bool]]:
    since = [Entry.at >= start_of(first)] if first else []
    return [Entry.counts.is_(True), *since]
