"""What can keep a survey's operation from being done. Views turn these into pages."""

from collections.abc import Mapping
from typing import Any


class SurveyClosedError(Exception):
    """No answer is taken now; `why` is ``draft``, ``early``, ``paused``, ``closed`` or ``full``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class TokenUsedError(Exception):
    """This form's token has brought other answers before; offer to send these as a new response."""


class NothingToAskError(Exception):
    """A survey without questions cannot be published."""


class EditConflictError(Exception):
    """Somebody else saved the same thing first. Carries what lies there now."""

    def __init__(self, theirs: Mapping[str, Any]) -> None:
        super().__init__()
        self.theirs = theirs
