"""All pages of the operator on one blueprint."""

from core.operator import mails, plans, reports, templates_shown, tenants
from core.operator.platform import blueprint

PAGES = (mails, plans, reports, templates_shown, tenants)

__all__ = ["PAGES", "blueprint"]
