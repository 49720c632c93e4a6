"""Taking a turn, and what becomes of the prize. Every limit is exact, however many try at once.

Whoever draws holds the draw's row first (PostgreSQL; SQLite has one writer), so that what one customer may do
is exact; the stock of a prize is a conditional update, and a CHECK of the table stands behind it. The rule
where the prize that was hit has run out: the turn wins the consolation, and the odds of the others stay.
"""

import uuid
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import ColumnElement, update

from hutong import Stage, changed_rows, db, now, record_act_once, take_back_act, tenant_in_scope
from hutong.people import person_by_id
from hutong_luckydraw.errors import (
    AllDrawnError,
    HandedOutError,
    NoPhoneError,
    NotHandedOutError,
    NothingWonError,
    NotInvitedError,
    NotOpenError,
    PrizeEndedError,
)
from hutong_luckydraw.models import Draw, Prize, Turn
from hutong_luckydraw.odds import SYSTEM, hit
from hutong_luckydraw.queries import (
    Player,
    draw_by_id,
    prizes_of,
    turn_by_code,
    turn_of_form,
    turns_taken,
    why_not_open,
)
from hutong_luckydraw.telling import tell_winner

MEMBERS = ("member", "staff", "admin", "owner")


def take_turn(
    draw: Draw,
    player: Player,
    *,
    form_key: str,
    share_link_id: uuid.UUID | None = None,
    chance: Random = SYSTEM,
) -> Turn:
    """Draw once, for each form once; writes the acts and tells a winner whom we know.

    Raises `NotOpenError`, `NotInvitedError`, `NoPhoneError` and `AllDrawnError`; then nothing was drawn.
    """
    draw = draw_by_id(draw.id, lock=True, in_bin=True) or draw
    known = turn_of_form(form_key)
    if known is not None:
        return known
    if why := why_not_open(draw):
        raise NotOpenError(why)
    check_player(draw, player)
    prize = hit(prizes_of(draw), chance)
    won = prize if prize is not None and _take_from_stock(prize) else None
    turn = Turn(
        draw_id=draw.id,
        person_id=player.person_id,
        phone_hash=player.phone_hash,
        form_key=form_key,
        drawn_on=today(),
        share_link_id=share_link_id,
        prize_id=won.id if won else None,
        prize_name=dict(won.name) if won else {},
        ends_at=_end_of_prize(draw) if won else None,
    )
    db.session.add(turn)
    db.session.flush()
    _record(turn, "intent", "draw")
    if won is not None:
        _record(turn, "intent", "win")
        tell_winner(turn)
    return turn


def check_player(draw: Draw, player: Player) -> None:
    """Whether somebody may draw now. Raises `NotInvitedError`, `NoPhoneError` and `AllDrawnError`."""
    if why := why_not_invited(draw, player):
        raise NotInvitedError(why)
    if player.person_id is None and not player.phone_hash and (draw.per_person or draw.per_day):
        raise NoPhoneError
    taken, taken_today = turns_taken(draw, player, today())
    if draw.per_person and taken >= draw.per_person:
        raise AllDrawnError(today=False)
    if draw.per_day and taken_today >= draw.per_day:
        raise AllDrawnError(today=True)


def why_not_invited(draw: Draw, player: Player) -> str:
    """Empty for who may take part; else ``stranger``, or ``new`` for a member who joined too late."""
    if draw.audience == "anyone":
        return ""
    person = person_by_id(player.person_id) if player.person_id else None
    if person is None or person.state != "seated" or person.role not in MEMBERS:
        return "stranger"
    is_new = draw.opened_at is not None and person.joined_at > draw.opened_at
    return "new" if draw.audience == "regulars" and is_new else ""


def hand_out(turn: Turn, by: uuid.UUID) -> None:
    """Staff hand the prize out, once; writes the act.

    Raises `NothingWonError`, `HandedOutError` and `PrizeEndedError`.
    """
    moment = now()
    if turn.prize_id is None:
        raise NothingWonError
    if turn.ends_at is not None and turn.ends_at <= moment and turn.redeemed_at is None:
        raise PrizeEndedError(turn.ends_at)
    if not _change(turn, Turn.redeemed_at.is_(None), redeemed_at=moment, redeemed_by=by):
        raise HandedOutError(turn.redeemed_at)
    _record(turn, "order", "redeem", key=_key_of_handing_out(turn))


def undo_hand_out(turn: Turn) -> None:
    """A slip at the counter: the prize waits again. Raises `NotHandedOutError`."""
    key = _key_of_handing_out(turn_by_code(turn.code, lock=True) or turn)
    if not _change(turn, Turn.redeemed_at.is_not(None), redeemed_at=None, redeemed_by=None):
        raise NotHandedOutError
    if take_back_act(key, verb="redeem"):
        _record(turn, "back", "undo_redeem", key=key)


def today() -> date:
    """The day by the shop's own clock."""
    return now().astimezone(tenant_in_scope().zone).date()


def _take_from_stock(prize: Prize) -> bool:
    """One less, if there is one left; the database decides."""
    taken = changed_rows(
        update(Prize)
        .where(Prize.id == prize.id, Prize.won < Prize.stock)
        .values(won=Prize.won + 1)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(prize)
    return taken > 0


def _end_of_prize(draw: Draw) -> datetime | None:
    """The midnight after the last day on which a prize won now is handed out."""
    if not draw.valid_days:
        return None
    return datetime.combine(today() + timedelta(days=draw.valid_days), time(), tenant_in_scope().zone)


def _change(turn: Turn, condition: ColumnElement[bool], **values: object) -> bool:
    """Change a turn's row if `condition` holds; `turn` says afterwards what is there."""
    changed = changed_rows(
        update(Turn)
        .where(Turn.id == turn.id, Turn.prize_id.is_not(None), condition)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(turn)
    return changed > 0


def _key_of_handing_out(turn: Turn) -> str:
    """What the act is found by; another one each time."""
    return f"luckydraw/{turn.id}/{turn.redeemed_at.isoformat() if turn.redeemed_at else ''}"


def _record(turn: Turn, stage: Stage, verb: str, key: str = "") -> None:
    record_act_once(
        key or f"luckydraw/{turn.id}",
        stage=stage,
        verb=verb,
        plugin="luckydraw",
        object_kind="draw",
        object_id=turn.draw_id,
        person_id=turn.person_id,
        share_link_id=turn.share_link_id,
    )
