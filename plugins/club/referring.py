"""Word of mouth: who sent a new member, and the reward for it.

There is one level only: who sent the friend gets the reward, nobody who sent the sender. It is posted with
the friend's first paid visit, and goes with it when that is refunded; the next that stands earns it anew.
"""

import uuid
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select, update

from hutong import db, link_by_id, record_act
from hutong.people import person_by_id
from plugins.club.days import day_of, today
from plugins.club.earning import earned_on, rules_for
from plugins.club.ledger import earn_points, hold_cards, transfers_under
from plugins.club.levels import raise_tier
from plugins.club.models import Member, Rule, Transfer, Visit
from plugins.club.queries import member_by_id, member_of_person, programme, standing_card
from plugins.club.rules import Occasion, Verdict, judge_all, last_day
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
    run = programme()
    sender = standing_card(member_by_id(member.referred_by)) if member.referred_by else None
    if run is None or sender is None or sender.state != "active":
        return None
    if sender.id == visit.member_id or _first_paid(visit) != visit.id:
        return None
    hold_cards({sender.id})
    day = day_of(visit.at)
    best = _best(day, visit.amount, earned_on(sender.id, day))
    if best is None:
        return None
    reward = earn_points(
        member_id=sender.id,
        points=best.points,
        reason=REASON,
        key=f"{_event(visit)}{member.id}:{best.rule.id.hex}",
        ends_on=last_day(run.expiry, run.expiry_months, today()),
        rule_id=best.rule.id,
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
    best = _best(day)
    return best.rule if best else None


def _best(day: date, paid: int | None = None, earned: Mapping[object, int] | None = None) -> Verdict | None:
    """What the best rule gives on a day: one for whoever is brought, not all together."""
    rules = [rule for rule in rules_for((REASON,)) if paid is None or paid >= rule.minimum]
    verdicts = judge_all(rules, Occasion((REASON,), day, paid or 0), earned)
    return max((verdict for verdict in verdicts if verdict.points), key=lambda it: it.points, default=None)


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
