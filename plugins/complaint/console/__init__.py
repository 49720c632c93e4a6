"""The business's side: letters, handlers, boxes, deadlines, statistics."""

from plugins.complaint.console import boxes, letters, topics
from plugins.complaint.console.blueprint import blueprint

__all__ = ["blueprint", "boxes", "letters", "topics"]
