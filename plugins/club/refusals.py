"""Why a coupon is not given or not taken, in words for the counter and for customers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from babel.dates import format_time, get_day_names

from hutong import TenantInfo, babel_locale, day_and_time, gettext as _, interface_language
from hutong.people import person_names
from plugins.club import coupon_errors as errors
from plugins.club.errors import ClubError, NotEnoughPointsError, StoppedCardError
from plugins.club.models import Place
from plugins.club.opening_times import DAY, MIDNIGHT
from plugins.club.queries import places


@dataclass(frozen=True, slots=True)
class Refusal:
    """What happened, and what to do now."""

    title: str
    text: str


def unknown_coupon() -> Refusal:
    """A code that is none of this club's: another club's is the same as one that never existed."""
    return Refusal(
        _("No coupon of yours has this code"),
        _("It may be another shop’s. Check the letters, or ask the customer to open the coupon again."),
    )


def refusal_of(error: ClubError, tenant: TenantInfo) -> Refusal:
    """The words for a refusal, by the shop's own clock and in the reader's language."""
    language, zone = interface_language(), tenant.zone
    match error:
        case errors.CouponUsedError():
            return Refusal(_("This coupon has been used"), _used_words(error, tenant, language))
        case errors.CouponEndedError(ended_at=moment):
            return Refusal(
                _("This coupon is over"), _("It ended on %(moment)s.", moment=day_and_time(moment, zone))
            )
        case errors.CouponHeldError(until=moment):
            return Refusal(
                _("Another counter has it in hand"),
                _(
                    "Let them finish or give it back. From %(moment)s you can take it.",
                    moment=day_and_time(moment, zone),
                ),
            )
        case errors.WrongPlaceError(place_ids=ids):
            return Refusal(
                _("Not at this place"),
                _("It is taken at: %(places)s.", places=place_names(ids, tenant, language)),
            )
        case errors.WrongHourError(hours=hours):
            return Refusal(_("Not at this hour"), _("It is taken %(hours)s.", hours=hours_in_words(hours)))
        case errors.OfferNotOpenError(why=why):
            return not_open(why)
    return _plain(error)


def not_open(why: str) -> Refusal:
    """Why an offer gives no coupon; `why` as `why_not_open` says it."""
    match why:
        case "gone":
            return Refusal(
                _("All of them are taken"),
                _("There were only so many. Thank you for coming by."),
            )
        case "early":
            return Refusal(_("It hasn’t begun yet"), _("Come back on the day; this page then gives it out."))
        case "over":
            return Refusal(_("This offer is over"), _("Coupons that were taken in time still count."))
        case "paused":
            return Refusal(_("Paused for a while"), _("The code still works when it’s back."))
        case "chain":
            return Refusal(
                _("This one comes by itself"), _("It follows when the coupon before it has been used.")
            )
        case _:
            return Refusal(_("This offer is closed"), _("Coupons that were taken in time still count."))


def hours_in_words(hours: Sequence[Any]) -> str:
    """``Monday to Friday 9:00 – 17:00``; several rules one after the other; empty: always."""
    return _("; ").join(_rule_in_words(rule) for rule in hours)


def place_names(place_ids: Sequence[str], tenant: TenantInfo, language: str) -> str:
    """Where a coupon is taken; those that are no more are left out."""
    known: dict[str, Place] = {str(place.id): place for place in places()}
    names = [tenant.text(known[one].name, language) for one in place_ids if one in known]
    return _(", ").join(names)


def _plain(error: ClubError) -> Refusal:
    match error:
        case StoppedCardError():
            return Refusal(_("This card is stopped"), _("Its coupons rest until the card works again."))
        case errors.OfferPausedError():
            return Refusal(
                _("This offer is paused"),
                _("The coupon stays good. It is taken again when the offer is back."),
            )
        case errors.CouponVoidError():
            return Refusal(
                _("This coupon was taken back"), _("It belonged to something that was undone or refunded.")
            )
        case errors.CouponNotUsedError():
            return Refusal(_("This coupon has not been used yet"), _("Take it in first."))
        case errors.AlreadyTakenError(coupon=None):
            return Refusal(_("Given to a friend"), _("One person can’t take more of these."))
        case errors.AlreadyTakenError():
            return Refusal(_("You have it already"), _("It waits for you on your card."))
        case NotEnoughPointsError():
            return Refusal(
                _("Not enough points for this"), _("They grow with each visit. The offer stays where it is.")
            )
        case _:
            return Refusal(_("The ten minutes are over"), _("Scan the coupon once more, then take it in."))


def _used_words(error: errors.CouponUsedError, tenant: TenantInfo, language: str) -> str:
    parts = []
    if error.used_at is not None:
        parts.append(day_and_time(error.used_at, tenant.zone))
    if error.place_id is not None:
        parts.append(place_names([str(error.place_id)], tenant, language))
    by = person_names([error.taken_by])
    if by:
        parts.append(_("by %(name)s", name=next(iter(by.values()))))
    return _(", ").join(part for part in parts if part)


def _rule_in_words(rule: dict[str, Any]) -> str:
    begins, ends = rule.get("from", "00:00"), rule.get("to", MIDNIGHT)
    days = _days_in_words(sorted(rule.get("days") or range(DAY)))
    if (begins, ends) == ("00:00", MIDNIGHT):
        return days
    return _("%(days)s %(from)s – %(to)s", **{"days": days, "from": _clock(begins), "to": _clock(ends)})


def _days_in_words(days: Sequence[int]) -> str:
    if len(days) == DAY:
        return _("every day")
    names = get_day_names(locale=babel_locale(interface_language()))
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return _("%(first)s to %(last)s", first=names[days[0]], last=names[days[-1]])
    return _(", ").join(names[day] for day in days)


def _clock(text: str) -> str:
    return "24:00" if text == MIDNIGHT else format_time(time.fromisoformat(text), "H:mm", locale="en")
