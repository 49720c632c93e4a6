"""The business's side: letters, handlers, boxes, deadlines, statistics."""

from plugins.complaint.console import letters
from plugins.complaint.console.blueprint import blueprint

__all__ = ["blueprint", "letters"]
