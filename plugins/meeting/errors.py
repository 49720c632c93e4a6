"""What cannot be done with a meeting. The words are the views' matter."""


class MeetingError(Exception):
    """Something a guest or an organiser asked for is not possible."""


class NoTimeError(MeetingError):
    """The meeting has no time yet, and this needs one."""


class ClosedError(MeetingError):
    """Nobody can register any more: closed, cancelled, begun, or for invited guests only."""


class GoneError(MeetingError):
    """The guest was refused or removed, or the meeting was cancelled."""


class FormUsedError(MeetingError):
    """This form was sent before, with something else in it."""
