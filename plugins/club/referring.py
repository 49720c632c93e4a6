"""Word of mouth: who sent a new member, and the reward for it.

There is one level only: who sent the friend gets the reward, nobody who sent the sender. It is posted with
the friend's first paid visit, and goes with it when that is refunded; the next that stands earns it anew.
"""

import uuid
from datetime import date

from sqlalchemy import select, update

from hutong import db, link_by_id, person_by_id, record_act
from plugins.club.days import today
from plugins.club.ledger import earn_points, transfers_under
from plugins.club.levels import raise_tier
from plugins.club.models import Member, Programme, Rule, Transfer, Visit
from plugins.club.months import months_later
from plugins.club.queries import member_by_id, member_of_person, programme, standing_card
from plugins.club.same_person import is_same_person

REASON = "referral"


def note_referral(*, member: Member, known_as: uuid.UUID | None = None) -> Member | None:
    """Note who sent a new member by their personal link; gives the one who did, if anybody.

    Nobody sends themselves: not as the same person, by the same mailbox or number, nor on their own phone
    (`known_as`: whom the phone was known as).
    """
    link = link_by_id(member.share_link_id) if member.share_link_id else None
    sender = member_of_person(link.shared_by) if link and link.shared_by else None
    sender = standing_card(sender)
    if sender is None or sender.id == member.id or sender.state != "active":
        return None
    one, other = person_by_id(sender.person_id), person_by_id(member.person_id)
    if one is None or other is None or is_same_person(one, other, known_as):
        return None
    member.referred_by = sender.id
    db.session.execute(update(Member).where(Member.id == sender.id).values(friends=Member.friends + 1))
    record_act(
        stage="spread",
        verb="refer",
        plugin="club",
        object_kind="member",
        object_id=member.id,
        person_id=sender.person_id,
    )
    return sender


def reward_referral(member: Member, visit: Visit) -> Transfer | None:
    """Reward whoever sent `member`, for the first paid visit; None where there is nothing to reward.

    Called right after the visit was recorded, which holds the friend's card: of two first visits in one
    moment the later one sees the earlier. The event is the visit's own: a refund takes it back.
    """
    run, rule = programme(), referral_rule(today())
    sender = standing_card(member_by_id(member.referred_by)) if member.referred_by else None
    if run is None or rule is None or sender is None or sender.state != "active":
        return None
    if sender.id == visit.member_id or visit.amount < rule.minimum or _first_paid(visit) != visit.id:
        return None
    reward = earn_points(
        member_id=sender.id,
        points=rule.points,
        reason=REASON,
        key=f"{_event(visit)}{member.id}:{rule.id.hex}",
        ends_on=_last_day(run),
        rule_id=rule.id,
    )
    if reward is not None:
        raise_tier(sender.id)
    return reward


def take_back_referral(visit: Visit) -> Transfer | None:
    """After a refund, with which the reward went: the reward for the friend's next paid visit that stands."""
    standing = _first_paid(visit)
    if standing is None or not transfers_under(_event(visit)):
        return None
    friend = db.session.scalars(select(Member).where(Member.id == visit.member_id)).one()
    return reward_referral(friend, db.session.scalars(select(Visit).where(Visit.id == standing)).one())


def referral_rule(day: date) -> Rule | None:
    """The rule that says what a friend is worth on `day`; the best where there are several."""
    rules = db.session.scalars(
        select(Rule)
        .where(Rule.kind == REASON, Rule.active, Rule.deleted_at.is_(None))
        .order_by(Rule.points.desc(), Rule.id)
    )
    return next((rule for rule in rules if _in_force(rule, day)), None)


def _in_force(rule: Rule, day: date) -> bool:
    limits, said = rule.limits, day.isoformat()
    days = limits.get("days")
    return (not days or day.weekday() in days) and (limits.get("from") or said) <= said <= (
        limits.get("to") or said
    )


def _event(visit: Visit) -> str:
    """What the key of a reward begins with; a visit's own events begin so too."""
    return f"visit:{visit.id}:friend:"


def _first_paid(visit: Visit) -> uuid.UUID | None:
    """The first paid visit of whose visit this is, of those that stand."""
    return db.session.scalar(
        select(Visit.id)
        .where(
            Visit.member_id == visit.member_id,
            Visit.kind == "paid",
            Visit.amount > 0,
            Visit.refunded_at.is_(None),
        )
        .order_by(Visit.at, Visit.id)
        .limit(1)
    )


def _last_day(run: Programme) -> date | None:
    """Until when a reward can be used."""
    if run.expiry == "never":
        return None
    return (
        date(today().year + 1, 12, 31) if run.expiry == "year" else months_later(today(), run.expiry_months)
    )
