"""What customers are told about their coupons, each once."""

import uuid
from datetime import timedelta

from sqlalchemy import select, true

from hutong import TenantInfo, day, db, gettext as _, now, public_url, tenant_in_scope
from hutong.people import speaking_to, tell_person
from plugins.club.models import Coupon, Member, Offer
from plugins.club.opening_times import last_day_of

REMINDED_BEFORE = timedelta(days=3)
THREAD = "club/coupons"


def tell_of_next_coupon(coupon: Coupon, offer: Offer, member: Member) -> None:
    """The next coupon of a chain has come by itself."""
    _tell(coupon, offer, member, "new")


def tell_of_taken_gift(coupon: Coupon, offer: Offer, giver: Member) -> None:
    """The friend has taken it: it is no longer on the giver's card."""
    _tell(coupon, offer, giver, "taken")


def tell_of_ending_coupons(after: uuid.UUID | None, at_most: int) -> uuid.UUID | None:
    """Some coupons that end within three days, by id after `after`, unless they were only good for as long.

    Gives the last one's id where there may be more.
    """
    soon = now() + REMINDED_BEFORE
    ending = db.session.execute(
        select(Coupon, Offer, Member)
        .join(Offer, Offer.id == Coupon.offer_id)
        .join(Member, Member.id == Coupon.member_id)
        .where(
            Coupon.state == "issued",
            Coupon.ends_at > now(),
            Coupon.ends_at <= soon,
            Coupon.issued_at < now() - REMINDED_BEFORE,
            Member.state == "active",
            Coupon.id > after if after is not None else true(),
        )
        .order_by(Coupon.id)
        .limit(at_most)
    ).all()
    for coupon, offer, member in ending:
        _tell(coupon, offer, member, "ending")
    return ending[-1].Coupon.id if len(ending) == at_most else None


def _tell(coupon: Coupon, offer: Offer, member: Member, news: str) -> None:
    tenant = tenant_in_scope()
    with speaking_to(member.person_id) as language:
        title = tenant.text(offer.title, language)
        subjects = {
            "new": _("A coupon has come: %(title)s", title=title),
            "ending": _("Your coupon ends soon: %(title)s", title=title),
            "taken": _("Your friend has taken your gift: %(title)s", title=title),
        }
        tell_person(
            person_id=member.person_id,
            key=f"club/coupon-{news}/{coupon.id}",
            thread=THREAD,
            subject=subjects[news],
            text="" if news == "taken" else _until(coupon),
            url=_page(coupon, tenant, news),
        )


def _page(coupon: Coupon, tenant: TenantInfo, news: str) -> str:
    """The coupon's page; a giver, whose coupon it is no longer, gets the list of their own."""
    if news == "taken":
        return public_url(tenant, "club.coupon_list", lang=None)
    return public_url(tenant, "club.coupon", coupon_code=coupon.code, lang=None)


def _until(coupon: Coupon) -> str:
    if coupon.ends_at is None:
        return ""
    last = last_day_of(coupon.ends_at, tenant_in_scope().zone)
    return _("It is good until %(day)s.", day=day(last))
