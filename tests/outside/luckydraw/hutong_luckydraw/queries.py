"""Reads about draws, prizes and turns of the tenant in scope."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, false, func, or_, select

from hutong import db, now
from hutong_luckydraw.models import Draw, Prize, Turn


@dataclass(frozen=True, slots=True)
class Player:
    """Who draws: the person that the phone is known as, and the phone itself."""

    person_id: uuid.UUID | None = None
    phone_hash: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of a draw."""

    turns: int
    won: int
    redeemed: int


def draw_by_id(draw_id: uuid.UUID, *, lock: bool = False, in_bin: bool = False) -> Draw | None:
    """A draw; with `lock` its row is held until the commit, so that turns and changes come in turn."""
    query = select(Draw).where(Draw.id == draw_id)
    if not in_bin:
        query = query.where(Draw.deleted_at.is_(None))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query)


def draw_by_code(code: str) -> Draw | None:
    """The draw of a public address; a draft has none."""
    return db.session.scalar(
        select(Draw).where(Draw.code == code.lower(), Draw.deleted_at.is_(None), Draw.state != "draft")
    )


def draws_in_use() -> Sequence[Draw]:
    """All draws that are not in the bin, newest first."""
    return db.session.scalars(
        select(Draw).where(Draw.deleted_at.is_(None)).order_by(Draw.created_at.desc(), Draw.id.desc())
    ).all()


def binned_draws() -> Sequence[Draw]:
    """What lies in the bin, newest first."""
    return db.session.scalars(
        select(Draw).where(Draw.deleted_at.is_not(None)).order_by(Draw.deleted_at.desc())
    ).all()


def why_not_open(draw: Draw, moment: datetime | None = None) -> str:
    """Why nobody can draw: "" where one can, else draft, paused, closed, early or over."""
    moment = moment or now()
    if draw.deleted_at is not None:
        return "closed"
    if draw.state != "open":
        return draw.state
    if draw.opens_at is not None and moment < draw.opens_at:
        return "early"
    return "over" if draw.closes_at is not None and moment >= draw.closes_at else ""


def prizes_of(draw: Draw) -> Sequence[Prize]:
    """The prizes of a draw in their order."""
    return db.session.scalars(
        select(Prize).where(Prize.draw_id == draw.id).order_by(Prize.position, Prize.id)
    ).all()


def prizes_of_all(draws: Iterable[Draw]) -> dict[uuid.UUID, list[Prize]]:
    """The prizes of several draws, in one query."""
    found: dict[uuid.UUID, list[Prize]] = {draw.id: [] for draw in draws}
    query = select(Prize).where(Prize.draw_id.in_(found)).order_by(Prize.position, Prize.id)
    for prize in db.session.scalars(query):
        found[prize.draw_id].append(prize)
    return found


def prize_by_id(draw: Draw, prize_id: uuid.UUID) -> Prize | None:
    """A prize of this draw."""
    return db.session.scalar(select(Prize).where(Prize.id == prize_id, Prize.draw_id == draw.id))


def photos_of_prizes() -> Sequence[str]:
    """Codes of the photos that prizes show, of draws in the bin too."""
    return db.session.scalars(select(Prize.photo).where(Prize.photo != "").distinct()).all()


def turn_by_code(code: str, *, lock: bool = False) -> Turn | None:
    """The turn whose code was scanned or typed; blanks and hyphens are for the eye."""
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    query = select(Turn).where(Turn.code == plain)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query) if len(plain) <= 16 else None


def turn_of_form(form_key: str) -> Turn | None:
    """The turn that a form took already."""
    return db.session.scalar(select(Turn).where(Turn.form_key == form_key))


def turns_of(draw: Draw, player: Player) -> Sequence[Turn]:
    """What somebody has drawn, newest first."""
    return db.session.scalars(_turns(draw, player).order_by(Turn.drawn_at.desc(), Turn.id.desc())).all()


def turns_taken(draw: Draw, player: Player, today: date) -> tuple[int, int]:
    """How often somebody has drawn, and how often of it today."""
    days = list(db.session.scalars(_turns(draw, player).with_only_columns(Turn.drawn_on)))
    return len(days), days.count(today)


def turns_left(draw: Draw, player: Player, today: date) -> int | None:
    """How often somebody may still draw now; None where there is no limit."""
    taken, taken_today = turns_taken(draw, player, today)
    left = [draw.per_person - taken] if draw.per_person else []
    left += [draw.per_day - taken_today] if draw.per_day else []
    return max(0, min(left)) if left else None


def winning_turns(draw: Draw, limit: int = 200) -> Sequence[Turn]:
    """The turns that won something, newest first."""
    return db.session.scalars(
        select(Turn)
        .where(Turn.draw_id == draw.id, Turn.prize_id.is_not(None))
        .order_by(Turn.drawn_at.desc(), Turn.id.desc())
        .limit(limit)
    ).all()


def figures_of(draw: Draw) -> Figures:
    """Turns, wins and prizes handed out."""
    row = db.session.execute(
        select(func.count(Turn.id), func.count(Turn.prize_id), func.count(Turn.redeemed_at)).where(
            Turn.draw_id == draw.id
        )
    ).one()
    return Figures(*row)


def _turns(draw: Draw, player: Player) -> Select[Turn]:
    """Somebody's turns: those of the person, and where anyone may draw those of the phone too."""
    is_theirs: list[ColumnElement[bool]] = [false()]
    if player.person_id is not None:
        is_theirs.append(Turn.person_id == player.person_id)
    if player.phone_hash and draw.audience == "anyone":
        is_theirs.append(Turn.phone_hash == player.phone_hash)
    return select(Turn).where(Turn.draw_id == draw.id, or_(*is_theirs))
