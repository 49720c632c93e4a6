"""The community's calendar day: the only clock of the complaint box."""

from datetime import date

from hutong import TenantInfo, now


def today(tenant: TenantInfo) -> date:
    """The day it is now, where the community is."""
    return now().astimezone(tenant.zone).date()
