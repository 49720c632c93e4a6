"""Payment ways that need no provider: at the counter, and by transfer. Staff confirm that the money came."""

from collections.abc import Iterator

from hutong import TenantInfo, gettext as _, now
from hutong.money import Payment, PaymentWay
from plugins.club.errors import ClubError
from plugins.club.plan_queries import membership_by_id
from plugins.club.queries import programme
from plugins.club.selling import confirm_payment


class WrongPaymentError(ClubError):
    """Money was reported that nobody asked for, or not that much."""


def ways_to_pay(tenant: TenantInfo, language: str) -> Iterator[PaymentWay]:
    """At the counter always; by transfer where the owner wrote where to."""
    yield PaymentWay(
        key="club.counter",
        title=_("Pay at the counter"),
        note=_("Say your number and pay there."),
        icon="home",
    )
    run = programme()
    details = tenant.text(run.transfer_details, language) if run else ""
    if details:
        yield PaymentWay(key="club.transfer", title=_("By transfer"), note=details, icon="send")


def take_payment(tenant: TenantInfo, payment: Payment) -> None:
    """A provider says that a membership was paid. Raises `WrongPaymentError`."""
    run = programme()
    membership = membership_by_id(payment.object_id)
    if run is None or membership is None:
        msg = f"nobody ordered {payment.object_id}"
        raise WrongPaymentError(msg)
    if (payment.amount, payment.currency) != (membership.price, run.currency):
        msg = f"{payment.amount} {payment.currency} came for {membership.price} {run.currency}"
        raise WrongPaymentError(msg)
    membership.way = payment.way
    confirm_payment(
        membership=membership, today=now().astimezone(tenant.zone).date(), reference=payment.reference
    )
