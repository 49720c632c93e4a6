"""All pages of the entrance on its one blueprint."""

from core.entrance import claiming, communities, confirming, recovery, settings
from core.entrance.platform import blueprint

PAGES = (claiming, communities, confirming, recovery, settings)

__all__ = ["PAGES", "blueprint"]
