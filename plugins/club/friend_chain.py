"""The chain A → B → C: generations, families, and where each stands in the picture. Nothing is read here.

Whoever came by themselves and brought somebody begins a family; their friends are its first generation.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from plugins.club.friend_queries import Friend

LEFT, WIDTH, ROW = 86, 202, 60
"""Words stand left of the families; a row for each generation."""
MOST_LEAVES, MOST_FRIENDS, MOST_GENERATIONS = 22, 6, 5
"""What fits the picture on a phone; what does not is counted, not drawn."""


@dataclass(slots=True)
class Card:
    """One member of a family, with those they brought."""

    member_id: uuid.UUID
    has_paid: bool
    friends: list["Card"] = field(default_factory=list)
    family: int = 0
    """How many came through them, by however many steps."""


@dataclass(frozen=True, slots=True)
class Generation:
    """How many came by so many steps, and how many of them have paid."""

    number: int
    joined: int
    paid: int


@dataclass(frozen=True, slots=True)
class Brick:
    """A member in the picture, and the line to whoever brought them."""

    x: float
    y: float
    tone: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """The largest families, one row for each generation."""

    bricks: Sequence[Brick]
    rows: Sequence[tuple[int, int]]
    """Generation and height of each row."""
    height: int
    is_whole: bool


def families(friends: Iterable[Friend]) -> list[Card]:
    """Those who came by themselves and brought somebody, the largest family first."""
    friends = list(friends)
    cards = {friend.member_id: Card(friend.member_id, friend.has_paid) for friend in friends}
    roots: dict[uuid.UUID, Card] = {}
    for friend in friends:
        bringer = cards.get(friend.brought_by)
        if bringer is None:
            bringer = roots.setdefault(friend.brought_by, Card(friend.brought_by, has_paid=True))
        bringer.friends.append(cards[friend.member_id])
    for root in roots.values():
        for card in reversed(_all_of([root])):
            card.friends.sort(key=lambda friend: -friend.family)
            card.family = sum(1 + friend.family for friend in card.friends)
    return sorted(roots.values(), key=lambda root: (-root.family, str(root.member_id)))


def generations(roots: Sequence[Card]) -> list[Generation]:
    """Of all families: first the friends of those who came by themselves, then their friends."""
    found: list[Generation] = []
    row = [friend for root in roots for friend in root.friends]
    while row:
        found.append(Generation(len(found) + 1, len(row), sum(card.has_paid for card in row)))
        row = [friend for card in row for friend in card.friends]
    return found


def draw(roots: Sequence[Card]) -> Picture:
    """The picture of as many families as fit, the largest first."""
    leaves: list[float] = []
    places: dict[uuid.UUID, tuple[float, int]] = {}
    bringer: dict[uuid.UUID, uuid.UUID] = {}
    drawn: list[Card] = []
    is_whole = True
    for root in roots:
        if len(leaves) >= MOST_LEAVES:
            is_whole = False
            break
        is_whole &= _place(root, leaves, places, bringer, drawn)
    step = min(WIDTH / max(len(leaves), 1), 24)
    bricks = [_brick(card, places, bringer, step) for card in drawn]
    depth = max((generation for _x, generation in places.values()), default=0)
    return Picture(
        bricks=bricks,
        rows=[(number, number * ROW) for number in range(1, depth + 1)],
        height=depth * ROW + 28,
        is_whole=is_whole,
    )


def _place(
    root: Card,
    leaves: list[float],
    places: dict[uuid.UUID, tuple[float, int]],
    bringer: dict[uuid.UUID, uuid.UUID],
    drawn: list[Card],
) -> bool:
    """Give a family its places: those without friends side by side, the others over the middle of theirs."""
    is_whole = True
    shown: Mapping[uuid.UUID, list[Card]] = defaultdict(list)
    order, waiting = [], [(root, 0)]
    while waiting:
        card, generation = waiting.pop()
        order.append((card, generation))
        fits = card.friends[:MOST_FRIENDS] if generation < MOST_GENERATIONS else []
        is_whole &= len(fits) == len(card.friends)
        shown[card.member_id].extend(fits)
        for friend in reversed(fits):
            bringer[friend.member_id] = card.member_id
            waiting.append((friend, generation + 1))
    for card, generation in order:
        if not shown[card.member_id]:
            places[card.member_id] = (len(leaves) + 0.5, generation)
            leaves.append(len(leaves) + 0.5)
    for card, generation in reversed(order):
        if friends := shown[card.member_id]:
            middle = [places[friend.member_id][0] for friend in (friends[0], friends[-1])]
            places[card.member_id] = (sum(middle) / 2, generation)
    drawn.extend(card for card, _generation in order)
    return is_whole


def _brick(
    card: Card,
    places: Mapping[uuid.UUID, tuple[float, int]],
    bringer: Mapping[uuid.UUID, uuid.UUID],
    step: float,
) -> Brick:
    column, generation = places[card.member_id]
    x, y = LEFT + column * step, generation * ROW + 6
    if card.member_id not in bringer:
        return Brick(x, y, "c-data")
    over = places[bringer[card.member_id]]
    top, bend = over[1] * ROW + 15, y - 24
    line = f"M{LEFT + over[0] * step:.1f} {top}V{bend}H{x:.1f}V{y - 2}"
    return Brick(x, y, "c-good" if card.has_paid else "c-wall", line)


def _all_of(roots: Sequence[Card]) -> list[Card]:
    """Everybody, each after whoever brought them."""
    found = list(roots)
    for card in found:
        found.extend(card.friends)
    return found
