"""Every table of the core. Importing this module makes the metadata complete, whatever else is imported."""

from core.accounts import models as accounts
from core.acts import models as acts
from core.gallery import applied
from core.jobs import models as jobs
from core.mail import models as mail
from core.media import models as media
from core.notifications import models as notifications
from core.people import models as people
from core.pool import models as pool, records
from core.sharing import models as sharing
from core.tenants import models as tenants
from core.tools import models as tools

__all__ = [
    "accounts",
    "acts",
    "applied",
    "jobs",
    "mail",
    "media",
    "notifications",
    "people",
    "pool",
    "records",
    "sharing",
    "tenants",
    "tools",
]
