"""All pages of the gallery on its one blueprint."""

from core.gallery import trying
from core.gallery.platform import blueprint

PAGES = (trying,)

__all__ = ["PAGES", "blueprint"]
