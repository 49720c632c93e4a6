"""Paying: tools ask which ways there are, and ways report the money that came. Both are plugins."""

from collections.abc import Sequence

from core.jobs.registry import ToolAwayError
from core.plugin_manager import plugins
from core.plugin_types import Payment, PaymentWay
from core.tenants.info import TenantInfo


def payment_ways(tenant: TenantInfo, language: str) -> Sequence[PaymentWay]:
    """The ways to pay that the tenant's tools offer; of two with one key the first counts."""
    ways: dict[str, PaymentWay] = {}
    for plugin, offered in plugins().gather(tenant, "payment_ways", language=language):
        for way in offered:
            if way.key.startswith(f"{plugin}."):
                ways.setdefault(way.key, way)
    return list(ways.values())


def report_payment(tenant: TenantInfo, *, plugin: str, payment: Payment) -> None:
    """Tell the plugin whose object was paid, in the transaction at hand. A fault is raised.

    For ways with `PaymentWay.begin`: called when the provider says that the money came, after its signature
    was checked. Safe to call twice. Raises `ToolAwayError` while that plugin is not installed: the provider,
    or the job, has to come again.
    """
    if plugin not in plugins().manifests:
        raise ToolAwayError(plugin)
    plugins().write(tenant, plugin, "payment_received", payment=payment)
