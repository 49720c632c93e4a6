"""Finding a member by what was scanned or typed: a card's address, its number or an order's, a name."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from hutong import db
from hutong.people import Person, search_words
from plugins.club.models import Coupon, Member
from plugins.club.numbers import is_number
from plugins.club.offer_queries import coupon_by_code
from plugins.club.plan_queries import membership_by_number
from plugins.club.queries import member_by_code, member_by_id, member_by_number, standing_card

SHOWN = 20
"""How many names a search gives at most."""
COUPON = re.compile(r"/club/(?:c|coupons)/([0-9a-z]{6,16})/?(?:[?#].*)?$", re.IGNORECASE)
CARD = re.compile(r"/club/card/([0-9a-z]{6,16})/?(?:[?#].*)?$", re.IGNORECASE)
Trouble = Literal["", "slip", "unknown_number", "unknown_card", "foreign_card", "unknown_coupon", "nobody"]


@dataclass(frozen=True, slots=True)
class Found:
    """What a text leads to: one card, or people to choose from, or what is wrong with it."""

    member: Member | None = None
    coupon: Coupon | None = None
    people: Sequence[tuple[Member, Person]] = ()
    trouble: Trouble = ""


def find_member(text: str, *, here: str) -> Found:
    """The member meant by `text`. `here` is the public address of this club, under which its cards lie."""
    typed = unicodedata.normalize("NFKC", text).strip()
    if "://" in typed:
        return _of_address(typed, here)
    if (coupon := _typed_coupon(typed)) is not None:
        return Found(coupon=coupon)
    digits = re.sub(r"[\s-]", "", typed)
    if digits.isdigit() and len(digits) == 9 and is_number(digits):
        member = member_by_number(digits) or _who_ordered(digits)
        return Found(member) if member else Found(trouble="unknown_number")
    people = people_with_cards(typed) if typed else []
    if people:
        return Found(people[0][0]) if len(people) == 1 and digits.isdigit() else Found(people=people)
    return Found(trouble="slip" if digits.isdigit() and 8 <= len(digits) <= 10 else "nobody")


def people_with_cards(typed: str) -> Sequence[tuple[Member, Person]]:
    """Members who have what was typed: a part of the name, its pinyin or initials, of the phone; by name."""
    rows = db.session.execute(
        select(Member, Person)
        .join(Person, Person.id == Member.person_id)
        .where(
            Person.state != "left",
            Member.merged_into.is_(None),
            *(Person.search_text.contains(word, autoescape=True) for word in search_words(typed)),
        )
        .order_by(Person.search_text, Person.id)
        .limit(SHOWN)
    )
    return [(member, person) for member, person in rows]


def _of_address(address: str, here: str) -> Found:
    is_ours = address.partition("://")[2].startswith(here.partition("://")[2])
    if scanned := COUPON.search(address):
        coupon = coupon_by_code(scanned[1])
        return Found(coupon=coupon, trouble="" if coupon else "unknown_coupon")
    if scanned := CARD.search(address):
        member = member_by_code(scanned[1])
        return Found(member, trouble="" if member else "unknown_card" if is_ours else "foreign_card")
    return Found(trouble="foreign_card")


def _who_ordered(digits: str) -> Member | None:
    """Who says the number of a membership to pay for it."""
    order = membership_by_number(digits)
    return standing_card(member_by_id(order.member_id)) if order else None


def _typed_coupon(typed: str) -> Coupon | None:
    """The coupon whose code this can be: twelve letters in any grouping, some of them digits or not."""
    code = re.sub(r"[\s-]", "", typed).lower()
    return coupon_by_code(code) if re.fullmatch(r"[2-9a-z]{12}", code) else None
