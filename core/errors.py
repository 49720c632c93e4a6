"""Error pages: in the reader's language, in the look of the surface, never a traceback.

Another tenant's object and one that never existed give the same page.
"""

from collections.abc import Sequence

from flask import Flask, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from core.database import db
from core.hook_sessions import says_it_is_lost
from core.keys import StretchingBusyError


class ForgeryError(Exception):
    """A request that changes something came from another site."""


class CommunityClosed(Exception):  # noqa: N818 - what the visitor meets, not what went wrong
    """The public side is closed: its trial has ended or the operator suspended it."""

    def __init__(self, *, expired: bool) -> None:
        super().__init__()
        self.expired = expired


class PermissionWithheld(Exception):  # noqa: N818 - what somebody meets, not what went wrong
    """A member of staff may not do `what` (in their words); `givers` are names of those who can change it."""

    def __init__(self, what: str, givers: Sequence[str]) -> None:
        super().__init__(what)
        self.what = what
        self.givers = givers


class Conflict(Exception):  # noqa: N818 - HTTP's own word
    """Somebody else saved first. Carries both versions for a page that shows them side by side."""

    def __init__(self, *, mine: object, theirs: object) -> None:
        super().__init__()
        self.mine = mine
        self.theirs = theirs


def init_errors(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(ForgeryError, _show_forgery)
    app.register_error_handler(CSRFError, _show_forgery)
    app.register_error_handler(CommunityClosed, _show_closed)
    app.register_error_handler(PermissionWithheld, _show_withheld)
    app.register_error_handler(StretchingBusyError, _show_busy)
    app.register_error_handler(Exception, _show_fault)


def error_page(status: int, title: str, text: str, *, home_url: str = "") -> ResponseReturnValue:
    """A page that says what happened and where to go next, in the look of the request's surface."""
    place = g.get("place")
    surface = place.surface if place is not None else "platform"
    if surface != "platform" and g.get("tenant") is None:
        surface = "platform"
    if surface == "console" and g.get("person") is None:
        surface = "platform"
    home = {"home_url": home_url} if home_url else {}
    html = render_template(f"errors/{surface}.html", status=status, title=title, text=text, **home)
    return html, status, {"Cache-Control": "no-store"}


def _show_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400 or error.response is not None:
        return error
    title, text = _words(error.code)
    return error_page(error.code, title, text)


def _words(code: int) -> tuple[str, str]:
    words = {
        400: (_("That didn’t arrive whole"), _("Go back and try once more. What you typed is still there.")),
        403: (_("This room isn’t yours"), _("Ask the owner to let you in.")),
        404: (
            _("Wrong door"),
            _("There’s nothing at this address. It may have moved, or a letter is missing."),
        ),
        405: (_("Wrong door"), _("This address is reached another way. Go back and use the button there.")),
        410: (_("No longer here"), _("What was here has ended.")),
        413: (_("Too big to carry"), _("The file is larger than we accept. Choose a smaller one.")),
        421: (_("Wrong door"), _("Nobody lives at this name.")),
        429: (_("One moment"), _("That was a lot at once. Try again in a minute; nothing is lost.")),
    }
    return words.get(code, (_("That didn’t work"), _("Go back and try once more.")))


def _show_forgery(_error: Exception) -> ResponseReturnValue:
    return error_page(
        400,
        _("This page has been open too long"),
        _("Go back, reload, and send it again. Nothing was changed."),
    )


def _show_closed(error: CommunityClosed) -> ResponseReturnValue:
    if error.expired:
        text = _("This trial has ended. Its owner can claim it and open the door again. Everything is kept.")
        return error_page(410, _("The trial is over"), text)
    return error_page(
        403, _("Closed for now"), _("The people who run the platform have closed this community.")
    )


def _show_busy(_error: Exception) -> ResponseReturnValue:
    return error_page(503, *_words(429))


def _show_withheld(error: PermissionWithheld) -> ResponseReturnValue:
    who = _(" or ").join(error.givers) or _("the owner")
    text = _(
        "Ask %(who)s to switch on “%(what)s” for you. It is on your own page under People.",
        who=who,
        what=error.what,
    )
    return error_page(403, _("This isn’t in your hands"), text, home_url=url_for("console.today"))


def _show_fault(error: Exception) -> ResponseReturnValue:
    current_app.logger.error("%s %s failed", request.method, request.endpoint, exc_info=error)
    if current_app.testing and current_app.config.get("PROPAGATE_EXCEPTIONS", True):
        raise error
    status = 503 if says_it_is_lost(error) else 500
    db.session.rollback()  # the page below may read; a transaction that failed would not let it
    return error_page(
        status, _("Something broke on our side"), _("It has been noted. Try again in a moment.")
    )
