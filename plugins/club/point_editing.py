"""Changing rules, tiers and badges; giving and taking points by hand."""

import uuid
from typing import Any

from sqlalchemy import select

from hutong import db, enqueue, now
from plugins.club.days import today
from plugins.club.ledger import ADJUSTED, earn_points, reverse_transfer, spend_points
from plugins.club.models import Badge, Member, Programme, Rule, Tier, Transfer
from plugins.club.rules import last_day

Thing = Rule | Tier | Badge
ADJUST = "adjust"


def thing_by_id(model: type[Any], thing_id: uuid.UUID) -> Any:
    """A rule, tier or badge, thrown-away ones too."""
    return db.session.scalar(select(model).where(model.id == thing_id))


def make_thing(model: type[Any], **values: Any) -> Any:
    """A new one."""
    thing = model(**values)
    db.session.add(thing)
    db.session.flush()
    _look_again(thing)
    return thing


def change_thing(*, thing: Thing, **values: Any) -> None:
    """Change what is written."""
    for name, value in values.items():
        setattr(thing, name, value)
    _look_again(thing)


def bin_thing(*, thing: Thing) -> None:
    """Out of use; what was posted by it stays."""
    thing.deleted_at = now()
    _look_again(thing)


def restore_thing(*, thing: Thing) -> None:
    """In use again."""
    thing.deleted_at = None
    _look_again(thing)


def adjust_points(
    *, run: Programme, member: Member, points: int, note: str, nonce: str, by: uuid.UUID
) -> Transfer | None:
    """Give points by hand, or take them where `points` is negative; once for each form.

    They do not count for tiers: nobody earned them. Raises `NotEnoughPointsError`.
    """
    told: Any = {
        "reason": ADJUST,
        "key": f"adjust:{nonce}",
        "account": ADJUSTED,
        "note": note,
        "recorded_by": by,
    }
    if points < 0:
        return spend_points(member_id=member.id, points=-points, **told)
    ends_on = last_day(run.expiry, run.expiry_months, today())
    return earn_points(member_id=member.id, points=points, ends_on=ends_on, **told)


def undo_adjustment(*, transfer: Transfer, by: uuid.UUID) -> Transfer | None:
    """Post the inverse of a correction; None where that was done before or it was none."""
    if transfer.reason != ADJUST:
        return None
    return reverse_transfer(transfer=transfer, reason="undo", recorded_by=by)


def _look_again(thing: Thing) -> None:
    """Members may have reached another tier: looked at after the commit."""
    if isinstance(thing, Tier):
        enqueue("club.review_tiers", language="")
