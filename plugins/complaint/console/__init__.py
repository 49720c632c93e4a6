"""The business's side: letters, handlers, boxes, deadlines, statistics."""

from plugins.complaint.console import (
    boxes,
    case,
    case_copies,
    case_moves,
    changes,
    door,
    files,
    handlers,
    letters,
    recovering,
    setup,
    statistics,
    tabs,
    topics,
)
from plugins.complaint.console.blueprint import blueprint

__all__ = [
    "blueprint",
    "boxes",
    "case",
    "case_copies",
    "case_moves",
    "changes",
    "door",
    "files",
    "handlers",
    "letters",
    "recovering",
    "setup",
    "statistics",
    "tabs",
    "topics",
]
