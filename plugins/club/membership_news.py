"""What customers are told about a membership they ordered, each once."""

from collections.abc import Callable

from sqlalchemy import select

from hutong import day, db, gettext as _, public_url, tenant_in_scope
from hutong.people import speaking_to, tell_person
from plugins.club.models import Member, Membership, Plan

Words = Callable[[str], tuple[str, str]]
"""Subject and text, given the name of what was ordered; called in the customer's language."""


def tell_of_payment(membership: Membership) -> None:
    """It is paid: from when to when it runs."""

    def words(plan: str) -> tuple[str, str]:
        return _("Your membership is ready: %(plan)s", plan=plan), _runs(membership)

    _tell(membership, "paid", words)


def tell_of_lapse(membership: Membership) -> None:
    """Nobody paid in time."""

    def words(plan: str) -> tuple[str, str]:
        text = _("It was not paid in time, so the place is free again. Order anew whenever you like.")
        return _("Your order has ended: %(plan)s", plan=plan), text

    _tell(membership, "lapsed", words)


def tell_of_refund(membership: Membership) -> None:
    """The money went back, and the membership with it."""

    def words(plan: str) -> tuple[str, str]:
        return _("Your membership has ended: %(plan)s", plan=plan), _("The money was given back.")

    _tell(membership, "refunded", words)


def _runs(membership: Membership) -> str:
    assert membership.starts_on is not None  # it is paid
    number, first = _("Number %(number)s.", number=membership.number), day(membership.starts_on)
    if membership.ends_on is None:
        runs = _("It runs from %(first)s, for ever.", first=first)
    else:
        runs = _("It runs from %(first)s to %(last)s.", first=first, last=day(membership.ends_on))
    return f"{number}\n{runs}"


def _tell(membership: Membership, news: str, words: Words) -> None:
    member = db.session.scalars(select(Member).where(Member.id == membership.member_id)).one()
    plan = db.session.scalars(select(Plan).where(Plan.id == membership.plan_id)).one()
    tenant = tenant_in_scope()
    with speaking_to(member.person_id) as language:
        subject, text = words(tenant.text(plan.name, language))
        tell_person(
            person_id=member.person_id,
            key=f"club/membership-{news}/{membership.id}",
            thread="club/memberships",
            subject=subject,
            text=text,
            url=public_url(tenant, "club.membership", order_number=membership.number, lang=None),
        )
