"""All pages of the entrance on its one blueprint."""

from core.entrance import claiming, communities, recovery, settings
from core.entrance.platform import blueprint

PAGES = (claiming, communities, recovery, settings)

__all__ = ["PAGES", "blueprint"]
