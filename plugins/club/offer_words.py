"""An offer in words: what it gives, how many are left, until when; in the reader's language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from hutong import (
    TenantInfo,
    day_and_time,
    gettext as _,
    interface_language,
    lazy_gettext as _l,
    ngettext,
    now,
)
from hutong.money import format_money
from plugins.club.models import Coupon, Offer
from plugins.club.offer_queries import LIVE, coupons_left, why_not_open
from plugins.club.opening_times import last_day_of

KIND_NAMES = {
    "free": _l("Something free"),
    "percent": _l("Percent off"),
    "amount": _l("Money off"),
    "voucher": _l("Voucher to pay for"),
    "plan": _l("Invitation to a membership"),
}
KIND_EXAMPLES = {
    "free": _l("Wash one piece free"),
    "percent": _l("20% off the next order"),
    "amount": _l("10 off from 50"),
    "voucher": _l("Pay 10, get 20"),
    "plan": _l("A year’s card for regulars"),
}
KIND_ICONS = {"free": "gift", "percent": "ticket", "amount": "card", "voucher": "database", "plan": "crown"}


def benefit(offer: Offer, currency: str) -> str:
    """What one coupon gives: ``One piece free``, ``20% off``, ``¥20 voucher for ¥10``."""
    match offer.kind:
        case "percent":
            return _percent_off(offer.value)
        case "amount":
            return _("%(money)s off", money=format_money(offer.value, currency))
        case "voucher":
            return _voucher(offer, currency)
        case "plan":
            return _("Invitation to a membership")
        case _:
            return (
                ngettext("One piece free", "%(num)s pieces free", offer.pieces) if offer.pieces else _("Free")
            )


def price_in_words(offer: Offer, currency: str, points_name: str) -> str:
    """What has to be paid for one, in money and points; empty where it costs nothing."""
    parts = []
    if offer.price_points:
        parts.append(_("%(count)s %(points)s", count=offer.price_points, points=points_name))
    if offer.price and offer.kind != "voucher":
        parts.append(_("%(money)s at the counter", money=format_money(offer.price, currency)))
    return _(" and ").join(parts)


def left_in_words(offer: Offer) -> str:
    """How many are left; empty where there is no limit."""
    left = coupons_left(offer)
    if left is None:
        return ""
    return ngettext("One left", "%(num)s left", left) if left else _("All taken")


def day_in_words(moment: datetime) -> str:
    """31 May, never broken over two lines; the date is that of `moment`'s own zone."""
    if interface_language() == "zh":
        return str(format_date(moment.date(), "M\u00a0月\u00a0d\u00a0日", locale="zh"))
    return str(format_date(moment.date(), "d\u00a0MMMM", locale="en"))


def coupon_until(coupon: Coupon, zone: ZoneInfo) -> str:
    """Until when a coupon can be used: ``3 days left, until 31 May``; empty where it has no end."""
    if coupon.ends_at is None:
        return ""
    last, today = last_day_of(coupon.ends_at, zone), now().astimezone(zone)
    days = (last.date() - today.date()).days
    if coupon.ends_at <= now():
        return _("Ended on %(day)s", day=day_in_words(last))
    if days == 0:
        return _("Today is its last day")
    if days == 1:
        return _("Until tomorrow, %(day)s", day=day_in_words(last))
    return _("%(days)s days left, until %(day)s", days=days, day=day_in_words(last))


def offer_until(offer: Offer, zone: ZoneInfo) -> str:
    """Until when an offer can be taken; empty where it has no end."""
    if offer.opens_at is not None and now() < offer.opens_at:
        return _("From %(moment)s", moment=day_and_time(offer.opens_at, zone))
    if offer.closes_at is None:
        return ""
    return _("To be taken until %(moment)s", moment=day_and_time(offer.closes_at, zone))


def lasts_in_words(offer: Offer) -> str:
    """How long a coupon can be used once it is there."""
    if not offer.valid_days:
        return _("Without an end")
    if offer.valid_days == 1:
        return _("Only on the day it is taken")
    return _("%(num)s days from the day it is taken", num=offer.valid_days)


def coupon_state(coupon: Coupon) -> str:
    """What a coupon is now: ready, held, used, over or void."""
    moment = now()
    if coupon.state not in LIVE:
        return {"redeemed": "used", "void": "void"}.get(coupon.state, "over")
    if coupon.ends_at is not None and coupon.ends_at <= moment:
        return "over"
    held = coupon.state == "reserved" and coupon.reserved_until is not None
    return "held" if held and coupon.reserved_until > moment else "ready"  # type: ignore[operator]


STATE_PILLS = {
    "": (_l("Open"), "open"),
    "draft": (_l("Draft"), ""),
    "early": (_l("Opens later"), "new"),
    "paused": (_l("Paused"), "new"),
    "gone": (_l("All taken"), ""),
    "over": (_l("Over"), ""),
    "closed": (_l("Closed"), ""),
}


def state_pill(offer: Offer) -> tuple[str, str]:
    """The offer's state in a word, and the kind of its pill."""
    words, kind = STATE_PILLS[why_not_open(offer)]
    return str(words), kind


def title_of(offer: Offer, tenant: TenantInfo) -> str:
    """The offer's title in the reader's language."""
    return tenant.text(offer.title, interface_language())


def _percent_off(percent: int) -> str:
    """20 % off; a Chinese shop says what is left to pay, in tenths: 8 折."""
    if interface_language() == "zh":
        tenths = f"{(100 - percent) / 10:g}"
        return f"{tenths} 折" if percent < 100 else _("Free")
    return _("%(percent)s%% off", percent=percent)


def _voucher(offer: Offer, currency: str) -> str:
    value = format_money(offer.value, currency)
    if not offer.price:
        return _("Voucher for %(value)s", value=value)
    return _(
        "Voucher for %(value)s, to pay %(price)s", value=value, price=format_money(offer.price, currency)
    )
