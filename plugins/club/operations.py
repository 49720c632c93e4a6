"""Setting the club up, and joining it."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select

from hutong import LocalizedText, db, now, record_act
from hutong.people import Person, person_by_id
from plugins.club.earning import earn_for_joining
from plugins.club.errors import ClubPausedError
from plugins.club.models import Member, Programme
from plugins.club.queries import member_of_person, programme
from plugins.club.referring import note_referral

ANSWER_MAY_BE_LOST = timedelta(minutes=5)
"""How long the holder of a form that was sent is taken for who sent it."""


def set_up_club(*, name: LocalizedText, points_name: LocalizedText, **more: object) -> Programme:
    """The tenant's programme; the one that is there already stays as it is."""
    known = programme()
    if known is not None:
        return known
    made = Programme(name=name, points_name=points_name, **more)
    db.session.add(made)
    db.session.flush()
    return made


def join_club(
    *,
    person_id: uuid.UUID,
    birthday: str = "",
    share_link_id: uuid.UUID | None = None,
    known_as: uuid.UUID | None = None,
    nonce: str | None = None,
) -> Member:
    """A person's card: the one they have, else a new one; writes the act, and who sent them.

    `known_as` is whom the phone was known as before. `nonce` names the form by which somebody came whom
    nobody knew: `joined_with` finds their card by it.

    Raises `ClubPausedError` where the club takes no new members.
    """
    _hold_club()
    known = member_of_person(person_id)
    if known is not None:
        if known.state == "left":
            known.state = "active"
        return known
    run = programme()
    if run is None or run.state != "open":
        raise ClubPausedError
    member = Member(
        person_id=person_id,
        birthday=birthday,
        share_link_id=share_link_id,
        join_nonce=None if nonce is None or joined_with(nonce) else nonce,
    )
    db.session.add(member)
    db.session.flush()
    record_act(
        stage="intent",
        verb="join_club",
        plugin="club",
        object_kind="member",
        object_id=member.id,
        person_id=person_id,
        share_link_id=share_link_id,
    )
    note_referral(member=member, known_as=known_as)
    earn_for_joining(member)
    return member


def joined_with(nonce: str) -> Member | None:
    """The card that the form with this nonce made.

    Of two who send it at once the later one waits here for the first: ask before a person is made.
    """
    _hold_club()
    return db.session.scalar(select(Member).where(Member.join_nonce == nonce))


def who_just_joined(nonce: str) -> Person | None:
    """Whom a phone is that sends the form again by which it joined."""
    card = joined_with(nonce)
    return who_lost_the_answer(card, card.joined_at) if card else None


def who_lost_the_answer(card: Member | None, sent_at: datetime) -> Person | None:
    """Whom a phone is that sends the form again which did something for `card`; None after a few minutes.

    A form lets nobody in as a colleague, and nobody who has left or was merged.
    """
    if card is None or card.merged_into is not None or sent_at < now() - ANSWER_MAY_BE_LOST:
        return None
    person = person_by_id(card.person_id)
    return person if person is not None and person.role == "member" and person.state != "left" else None


def _hold_club() -> None:
    """One joins at a time, until the commit: neither a person nor a form gets two cards."""
    db.session.execute(select(Programme.id).with_for_update())
