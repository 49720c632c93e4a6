"""What can go wrong, as the domain says it."""


class NotSetUpError(Exception):
    """The box has no keys yet: nobody could read a letter."""


class AlreadySetUpError(Exception):
    """Somebody else made the community's keys in the same moment."""


class TokenUsedError(Exception):
    """The form's token brought another letter before."""


class WrongPasswordError(Exception):
    """This is not the handler's box password."""


class StaleCaseError(Exception):
    """Somebody else changed the case since this page was made."""


class LastKeyError(Exception):
    """After this, nobody but the recovery sheet could open the case."""
