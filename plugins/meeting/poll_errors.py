"""What cannot be done with a date poll."""

import uuid

from plugins.meeting.errors import MeetingError


class FullDateError(MeetingError):
    """As many as there may be said yes to these dates already."""

    def __init__(self, option_ids: frozenset[uuid.UUID]) -> None:
        super().__init__()
        self.option_ids = option_ids


class PollClosedError(MeetingError):
    """The date poll takes no votes any more: closed, decided, or the meeting is cancelled."""


class PastDateError(MeetingError):
    """The date has gone by."""


class ToldError(MeetingError):
    """Guests were told of the date already; it can be changed, not taken back."""
