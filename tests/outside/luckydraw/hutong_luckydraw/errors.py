"""Why something is not done. The words for it are in `words.py`."""

from datetime import datetime
from fractions import Fraction


class DrawError(Exception):
    """What the lucky draw refuses."""


class NotOpenError(DrawError):
    """Nobody can draw: `why` is what `why_not_open` says."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NotInvitedError(DrawError):
    """It is for others: ``stranger`` (members only), ``new`` (only who was a member before it opened)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NoPhoneError(DrawError):
    """Draws are counted by the phone, and this one keeps no cookie."""


class AllDrawnError(DrawError):
    """Whoever asks has drawn as often as they may; `today`: tomorrow they may again."""

    def __init__(self, *, today: bool) -> None:
        super().__init__()
        self.today = today


class TooMuchPromisedError(DrawError):
    """The odds of all prizes are more than 1 together."""

    def __init__(self, total: Fraction) -> None:
        super().__init__(total)
        self.total = total


class NoPrizeError(DrawError):
    """A draw without any prize cannot be opened."""


class OddsFixedError(DrawError):
    """While a draw is open its odds stay as customers see them."""


class StockTooSmallError(DrawError):
    """Some are won already: the stock cannot be less."""

    def __init__(self, won: int) -> None:
        super().__init__(won)
        self.won = won


class PrizeWonError(DrawError):
    """Somebody has won it, so it stays."""


class NothingWonError(DrawError):
    """This draw won nothing, there is nothing to hand out."""


class HandedOutError(DrawError):
    """The prize was handed out before."""

    def __init__(self, at: datetime | None) -> None:
        super().__init__(at)
        self.at = at


class NotHandedOutError(DrawError):
    """The prize was not handed out, there is nothing to undo."""


class PrizeEndedError(DrawError):
    """The time in which the prize is handed out is over."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.at = at
