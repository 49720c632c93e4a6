"""All pages of the gallery on its blueprints: the platform's, and that of own templates in the console."""

from core.gallery import own_saving, trying
from core.gallery.own_console import blueprint as own
from core.gallery.platform import blueprint

PAGES = (trying, own_saving)

__all__ = ["PAGES", "blueprint", "own"]
