"""The business's side: letters, handlers, boxes, deadlines, statistics."""

from plugins.complaint.console import boxes, changes, letters, topics
from plugins.complaint.console.blueprint import blueprint

__all__ = ["blueprint", "boxes", "changes", "letters", "topics"]
