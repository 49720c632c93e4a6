"""Setting the club up, and joining it."""

import uuid

from hutong import LocalizedText, db, record_act
from plugins.club.earning import earn_for_joining
from plugins.club.errors import ClubPausedError
from plugins.club.models import Member, Programme
from plugins.club.queries import member_of_person, programme
from plugins.club.referring import note_referral


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
) -> Member:
    """A person's card: the one they have, else a new one; writes the act, and who sent them.

    `known_as` is whom the phone was known as before.

    Raises `ClubPausedError` where the club takes no new members.
    """
    known = member_of_person(person_id)
    if known is not None:
        if known.state == "left":
            known.state = "active"
        return known
    run = programme()
    if run is None or run.state != "open":
        raise ClubPausedError
    member = Member(person_id=person_id, birthday=birthday, share_link_id=share_link_id)
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
