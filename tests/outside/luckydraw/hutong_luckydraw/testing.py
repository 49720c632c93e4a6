"""Factories for tests, and samples for the contracts. They work in a tenant's scope."""

import uuid
from typing import Any

from hutong_luckydraw.drawing import take_turn
from hutong_luckydraw.models import Draw, Prize, Turn
from hutong_luckydraw.operations import add_prize, create_draw, set_draw_state
from hutong_luckydraw.queries import Player


def make_draw(*, state: str = "open", prizes: int = 1, **more: Any) -> Draw:
    """A draw that anyone may take part in, once, and that always wins a coffee."""
    draw = create_draw(title={"en": "Spring draw", "zh": "春日抽奖"}, **more)
    for _number in range(prizes):
        make_prize(draw)
    if state != "draft":
        set_draw_state(draw=draw, state=state)  # type: ignore[arg-type]
    return draw


def make_prize(draw: Draw, **more: Any) -> Prize:
    """Ten cups of coffee; with one prize every draw wins."""
    values: dict[str, Any] = {
        "name": {"en": "A coffee", "zh": "咖啡一杯"},
        "icon": "cup",
        "stock": 10,
        "wins": 1,
        "tries": 1,
    }
    return add_prize(draw=draw, **values | more)


def make_turn(draw: Draw, **more: Any) -> Turn:
    """One turn of somebody on a phone of their own."""
    player = more.pop("player", None) or Player(phone_hash=uuid.uuid4().hex)
    return take_turn(draw, player, form_key=more.pop("form_key", uuid.uuid4().hex), **more)


def sample_arguments() -> dict[str, Any]:
    """One of each sort: values of the routes' arguments."""
    draw = make_draw()
    turn = make_turn(draw)
    return {
        "draw_id": draw.id,
        "draw_code": draw.code,
        "prize_id": turn.prize_id,
        "turn_code": turn.code,
        "state": "paused",
    }
