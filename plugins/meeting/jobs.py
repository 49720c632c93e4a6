"""The tool's work round the clock, by name. Each comes out the same when it runs twice."""

from collections.abc import Callable, Mapping
from typing import Any

from plugins.meeting import (
    action_reminders,
    deciding,
    minutes_readers,
    poll_news,
    reminding,
    telling,
    ticket_mail,
    writing_minutes,
)

HANDLERS: dict[str, Callable[[Mapping[str, Any]], None]] = {
    **telling.HANDLERS,
    **reminding.HANDLERS,
    **ticket_mail.HANDLERS,
    **poll_news.HANDLERS,
    **deciding.HANDLERS,
    **action_reminders.HANDLERS,
    **minutes_readers.HANDLERS,
    **writing_minutes.HANDLERS,
}
