"""The tool's work round the clock, by name. Each comes out the same when it runs twice."""

from collections.abc import Callable, Mapping
from typing import Any

from plugins.meeting import deciding, poll_news, telling, ticket_mail

HANDLERS: dict[str, Callable[[Mapping[str, Any]], None]] = {
    **telling.HANDLERS,
    **ticket_mail.HANDLERS,
    **poll_news.HANDLERS,
    **deciding.HANDLERS,
}
