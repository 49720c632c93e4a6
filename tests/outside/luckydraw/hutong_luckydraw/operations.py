"""Making draws and prizes. What is counted (`Prize.won`) is changed in `drawing.py` alone."""

from typing import Any, Literal

from sqlalchemy import update

from hutong import LocalizedText, changed_rows, db, first_link, now
from hutong_luckydraw.errors import (
    NoPrizeError,
    OddsFixedError,
    PrizeWonError,
    StockTooSmallError,
    TooMuchPromisedError,
)
from hutong_luckydraw.models import Draw, Prize
from hutong_luckydraw.odds import total_odds
from hutong_luckydraw.queries import prizes_of

State = Literal["open", "paused", "closed"]


def create_draw(*, title: LocalizedText, **values: Any) -> Draw:
    """A new draw as a draft, with a share link of its own."""
    draw = Draw(title=title, **values)
    db.session.add(draw)
    db.session.flush()
    first_link(plugin="luckydraw", object_kind="draw", object_id=draw.id)
    return draw


def change_draw(*, draw: Draw, **values: Any) -> None:
    """What it says, who may take part, how often and when. Prizes that were won keep their last day."""
    for name, value in values.items():
        setattr(draw, name, value)
    db.session.flush()


def set_draw_state(*, draw: Draw, state: State) -> str:
    """Open, pause or close it; gives the state before.

    What is opened keeps what it promises: raises `NoPrizeError` and `TooMuchPromisedError`.
    """
    if state == "open":
        prizes = prizes_of(draw)
        if not prizes:
            raise NoPrizeError
        if total_odds(prizes) > 1:
            raise TooMuchPromisedError(total_odds(prizes))
        draw.opened_at = draw.opened_at or now()
    before, draw.state = draw.state, state
    db.session.flush()
    return before


def add_prize(*, draw: Draw, name: LocalizedText, stock: int, wins: int, tries: int, **values: Any) -> Prize:
    """One more prize. Raises `OddsFixedError` while the draw is open."""
    if draw.state == "open":
        raise OddsFixedError
    position = max((prize.position for prize in prizes_of(draw)), default=-1) + 1
    prize = Prize(
        draw_id=draw.id, position=position, name=name, stock=stock, wins=wins, tries=tries, **values
    )
    db.session.add(prize)
    db.session.flush()
    return prize


def change_prize(*, draw: Draw, prize: Prize, stock: int, wins: int, tries: int, **values: Any) -> None:
    """What it is, how many there are and how often it is won.

    Raises `OddsFixedError` for other odds while the draw is open, and `StockTooSmallError`.
    """
    if draw.state == "open" and (wins, tries) != (prize.wins, prize.tries):
        raise OddsFixedError
    changed = changed_rows(
        update(Prize)
        .where(Prize.id == prize.id, Prize.won <= stock)
        .values(stock=stock, wins=wins, tries=tries, **values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(prize)
    if not changed:
        raise StockTooSmallError(prize.won)


def remove_prize(*, draw: Draw, prize: Prize) -> None:
    """Take a prize out. Raises `OddsFixedError` while the draw is open, `PrizeWonError` once it was won."""
    if draw.state == "open":
        raise OddsFixedError
    if prize.won:
        raise PrizeWonError
    db.session.delete(prize)
    db.session.flush()


def bin_draw(*, draw: Draw) -> None:
    """Into the bin: nobody can draw; what was won is handed out all the same."""
    draw.deleted_at = now()
    db.session.flush()


def restore_draw(*, draw: Draw) -> None:
    """Out of the bin, as it was; one that was open waits to be opened again."""
    draw.deleted_at = None
    if draw.state == "open":
        draw.state = "paused"
    db.session.flush()
