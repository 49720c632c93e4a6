"""What is said: odds, limits, states and refusals, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from flask import g

from hutong import day, day_and_time, gettext as _, interface_language, lazy_gettext as _l, ngettext
from hutong_luckydraw.errors import (
    AllDrawnError,
    DrawError,
    HandedOutError,
    NoPhoneError,
    NoPrizeError,
    NotHandedOutError,
    NothingWonError,
    NotInvitedError,
    NotOpenError,
    OddsFixedError,
    PrizeEndedError,
    PrizeWonError,
    StockTooSmallError,
    TooMuchPromisedError,
)
from hutong_luckydraw.models import Draw, Prize, Turn
from hutong_luckydraw.odds import HasOdds, total_odds
from hutong_luckydraw.queries import why_not_open

AUDIENCES = {
    "anyone": (
        _l("Anyone with the link"),
        _l("Counted by phone. Somebody who clears their phone can draw again."),
    ),
    "members": (
        _l("Members of the community"),
        _l("Counted by person. Clearing the phone gains nothing; joining twice would."),
    ),
    "regulars": (
        _l("Members from before it opened"),
        _l("The strictest: whoever joins after you open it can’t draw."),
    ),
}
PILLS = {
    "": (_l("Open"), "open"),
    "draft": (_l("Draft"), ""),
    "early": (_l("Opens later"), "new"),
    "paused": (_l("Paused"), "new"),
    "over": (_l("Over"), ""),
    "closed": (_l("Closed"), ""),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not, and what to do."""

    title: str
    text: str


def said(text: dict[str, str]) -> str:
    """What the owner wrote, in the reader's language."""
    return str(g.tenant.text(text, interface_language()))


def won_in_words(turn: Turn) -> str:
    """What a turn won; of somebody who was forgotten only that it was something."""
    return said(turn.prize_name) or _("A prize")


def odds_in_words(prize: HasOdds) -> str:
    """``1 of 20``."""
    return _("%(wins)s of %(tries)s", wins=f"{prize.wins:,}", tries=f"{prize.tries:,}")


def promise_in_words(prizes: Iterable[HasOdds]) -> str:
    """What all prizes promise together: of a hundred draws about 15 win something."""
    total = total_odds(prizes)
    if total > 1:
        return refusal_of(TooMuchPromisedError(total)).text
    base = next((base for base in (100, 1000, 10_000, 100_000) if total * base >= 1), 1_000_000)
    return _("Of %(base)s draws about %(num)s win something.", base=f"{base:,}", num=_figure(total * base))


def state_pill(draw: Draw) -> tuple[str, str]:
    """The draw's state in a word, and the kind of its pill."""
    words, kind = PILLS[why_not_open(draw)]
    return str(words), kind


def limits_in_words(draw: Draw) -> list[str]:
    """What a customer should know before drawing, line by line."""
    lines = []
    if draw.per_person:
        lines.append(ngettext("Everybody draws once.", "Everybody draws %(num)s times.", draw.per_person))
    if draw.per_day:
        lines.append(ngettext("Once a day.", "%(num)s times a day.", draw.per_day))
    if draw.audience != "anyone":
        lines.append(
            _("For members.")
            if draw.audience == "members"
            else _("For those who were members before it began.")
        )
    if draw.closes_at is not None:
        lines.append(_("It’s on until %(moment)s.", moment=day_and_time(draw.closes_at, g.tenant.zone)))
    if draw.valid_days:
        lines.append(
            ngettext(
                "A prize is handed out on the day it is won.",
                "A prize is handed out for %(num)s days.",
                draw.valid_days,
            )
        )
    return lines


def last_day_of(turn: Turn) -> str:
    """The last day on which a prize is handed out; empty where there is none."""
    if turn.ends_at is None:
        return ""
    just_before = turn.ends_at.astimezone(g.tenant.zone) - timedelta(seconds=1)
    return day(just_before.date())


def left_in_words(prize: Prize) -> str:
    """How many are left of a prize."""
    left = prize.stock - prize.won
    return ngettext("Just one left", "%(num)s left", left) if left else _("All gone")


def not_open(why: str, draw: Draw) -> Refusal:
    """Why nobody can draw just now."""
    if why == "early" and draw.opens_at is not None:
        moment = day_and_time(draw.opens_at, g.tenant.zone)
        return Refusal(_("It hasn’t begun yet"), _("It begins on %(moment)s.", moment=moment))
    if why == "paused":
        return Refusal(_("Paused for a while"), _("Come back later. What you have won stays good."))
    return Refusal(_("This draw is over"), _("What was won is still handed out until its last day."))


def refusal_of(error: DrawError) -> Refusal:
    """An error in words."""
    match error:
        case NotInvitedError(why="new"):
            return Refusal(
                _("This one is for those who were here before"),
                _("It’s a thank-you to members from before it began. Look out for the next one."),
            )
        case NotInvitedError():
            return Refusal(
                _("For members only"), _("Come in as the member you are, then come back to this page.")
            )
        case NoPhoneError():
            return Refusal(
                _("Your browser keeps no cookies"),
                _("Draws are counted by phone. Allow cookies for this page and load it again."),
            )
        case AllDrawnError(today=True):
            return Refusal(_("That was all for today"), _("You can draw again tomorrow."))
        case AllDrawnError():
            return Refusal(_("You have no draw left"), _("Thank you for taking part."))
        case TooMuchPromisedError(total=total):
            return Refusal(
                _("The odds promise too much"),
                _(
                    "Together the prizes promise %(num)s wins in 100 draws. Make one rarer, then open it.",
                    num=_figure(total * 100),
                ),
            )
        case NoPrizeError():
            return Refusal(_("No prize yet"), _("Add a prize first, then open it."))
        case OddsFixedError():
            return Refusal(
                _("The odds stay while it’s open"),
                _("Customers see them. Pause the draw, change them, and open it again."),
            )
        case StockTooSmallError(won=won):
            return Refusal(
                _("That’s too few"),
                ngettext("One is won already.", "%(num)s are won already.", won),
            )
        case PrizeWonError():
            return Refusal(_("Somebody has won it"), _("So it stays. Set how many there are instead."))
        case HandedOutError(at=at):
            when = day_and_time(at, g.tenant.zone) if at else ""
            return Refusal(_("Handed out already"), _("On %(moment)s. Don’t hand it out again.", moment=when))
        case PrizeEndedError(at=at):
            return Refusal(
                _("Its time is over"), _("It ended on %(moment)s.", moment=day_and_time(at, g.tenant.zone))
            )
        case NotHandedOutError():
            return Refusal(_("It still waits"), _("It wasn’t handed out, so there is nothing to undo."))
        case NothingWonError():
            return Refusal(_("Nothing was won"), _("This draw hit the consolation."))
        case NotOpenError(why=why):
            return Refusal(_("Nobody can draw now"), why)
        case _:
            raise error


def _figure(number: Fraction) -> str:
    """A number with one decimal at most."""
    rounded = round(float(number), 1)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.1f}"
