"""The console's side of flyers; importing it binds every view to the blueprint."""

from hutong_flyer.console import binned, editor, flyers, paper, preview, publishing
from hutong_flyer.console.blueprint import blueprint

__all__ = ["binned", "blueprint", "editor", "flyers", "paper", "preview", "publishing"]
