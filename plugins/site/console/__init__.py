"""The site's console: the list of pages, the editor of one page, its blocks, its versions."""

from plugins.site.console import binned, blocks, editor, pages, preview, publishing
from plugins.site.console.blueprint import blueprint

__all__ = ["binned", "blocks", "blueprint", "editor", "pages", "preview", "publishing"]
