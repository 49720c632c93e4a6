"""Pages that keep themselves up to date."""

from core.streams.answers import (
    listeners as listeners,
    stream as stream,
)
