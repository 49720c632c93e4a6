"""The customer pool in the console: the list of people, tags and segments."""

from core.pool.console import people, segments, tags
from core.pool.console.blueprint import blueprint

__all__ = ["blueprint", "people", "segments", "tags"]
