"""Why a coupon is not given or not taken, as the domain says it; `refusals` turns it into words."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from plugins.club.errors import ClubError
from plugins.club.models import Coupon


class CouponError(ClubError):
    """A coupon is not given, or not taken."""


class OfferNotOpenError(CouponError):
    """No coupon is given out: `why` is what `why_not_open` says."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class AlreadyTakenError(CouponError):
    """The member has as many as one may have; `coupon` is the newest that is theirs.

    None where they have given away all of them: a friend's coupon is nobody else's to see.
    """

    def __init__(self, coupon: Coupon | None) -> None:
        super().__init__(coupon.code if coupon else "given")
        self.coupon = coupon


class CouponEndedError(CouponError):
    """Its time is over."""

    def __init__(self, ended_at: datetime) -> None:
        super().__init__(ended_at.isoformat())
        self.ended_at = ended_at


class CouponUsedError(CouponError):
    """It was used: when, where and by whom it was taken."""

    def __init__(
        self, used_at: datetime | None, place_id: uuid.UUID | None, taken_by: uuid.UUID | None
    ) -> None:
        super().__init__(str(used_at))
        self.used_at, self.place_id, self.taken_by = used_at, place_id, taken_by


class CouponVoidError(CouponError):
    """It was taken back: a refund, or a mistake at the counter."""


class CouponHeldError(CouponError):
    """Another counter has it in hand until `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class CouponNotHeldError(CouponError):
    """This counter does not have it in hand, or no longer: reserve it first."""


class CouponNotUsedError(CouponError):
    """It has not been used yet, so there is nothing to pick up or to take back."""


class OfferPausedError(CouponError):
    """The business takes none of these coupons at the moment."""


class WrongPlaceError(CouponError):
    """It is taken at other places: `place_ids`."""

    def __init__(self, place_ids: Sequence[str]) -> None:
        super().__init__(", ".join(place_ids))
        self.place_ids = place_ids


class WrongHourError(CouponError):
    """It is taken at other hours: `hours`, as the offer has them."""

    def __init__(self, hours: Sequence[Any]) -> None:
        super().__init__(str(hours))
        self.hours = hours


class ChainCycleError(ClubError):
    """An offer would follow itself."""
