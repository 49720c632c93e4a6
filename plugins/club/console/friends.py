"""Word of mouth in the console: who brought whom, over how many steps, and how many of them paid."""

import uuid
from typing import Any

from flask import abort, render_template

from hutong import lazy_gettext as _l, policy
from hutong.people import person_names
from plugins.club.console.blueprint import blueprint
from plugins.club.days import today
from plugins.club.friend_chain import Card, draw, families, generations
from plugins.club.friend_queries import all_friends, friends_count, friends_of, people_of, points_for_friends
from plugins.club.models import Member
from plugins.club.queries import member_by_id, programme, standing_card
from plugins.club.referring import referral_rule
from plugins.club.sections import ROOMS

SHOWN = 20
STEPS_BACK = 12

ROOMS.add("club_console.friends", "heart", _l("Word of mouth"), order=50)


@blueprint.get("/friends")
@policy("staff", permission="club.serve")
def friends() -> str:
    """The chain as a picture and in figures, and who brought most."""
    run = programme() or abort(404)
    roots = families(all_friends())
    steps = generations(roots)
    return render_template(
        "club/console/friends.html",
        run=run,
        rule=referral_rule(today()),
        steps=steps,
        joined=sum(step.joined for step in steps),
        paid=sum(step.paid for step in steps),
        points=points_for_friends(),
        picture=draw(roots) if roots else None,
        bringers=_bringers(roots),
    )


@blueprint.get("/friends/<uuid:member_id>")
@policy("staff", permission="club.serve")
def friend_chain(member_id: uuid.UUID) -> str:
    """One member's place in the chain: who brought them, and whom they brought."""
    member = standing_card(member_by_id(member_id)) or abort(404)
    brought, before = friends_of(member.id), _who_led_to(member)
    names = person_names([card.person_id for card in (member, *brought, *before)])
    return render_template(
        "club/console/friend_chain.html",
        member=member,
        name=names[member.person_id],
        before=[(card, names[card.person_id]) for card in before],
        brought=[(card, names[card.person_id]) for card in brought],
        counts=friends_count(member.id),
    )


def _bringers(roots: list[Card]) -> list[dict[str, Any]]:
    """Those who brought most friends themselves, whatever their place in the chain."""
    everybody, found = list(roots), []
    for card in everybody:
        everybody.extend(card.friends)
        if card.friends:
            found.append(card)
    found = sorted(found, key=lambda card: (-len(card.friends), -card.family, str(card.member_id)))[:SHOWN]
    people = people_of([card.member_id for card in found])
    names = person_names(people.values())
    return [
        {
            "id": card.member_id,
            "name": names.get(people[card.member_id], ""),
            "friends": len(card.friends),
            "paid": sum(friend.has_paid for friend in card.friends),
            "further": card.family - len(card.friends),
        }
        for card in found
        if card.member_id in people
    ]


def _who_led_to(member: Member) -> list[Member]:
    """Who brought a member, who brought those, and so on, the first first."""
    found: list[Member] = []
    while member.referred_by is not None and len(found) < STEPS_BACK:
        bringer = member_by_id(member.referred_by)
        if bringer is None or bringer in found:
            break
        found.append(bringer)
        member = bringer
    return found[::-1]
