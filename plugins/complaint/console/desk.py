"""Who stands before the box: the cookie of an open session, and what a view may ask of it.

A view that needs keys stands under `at_desk`; one about a case under `with_case`. Whoever has not opened the
box is led to its door; a case that is not theirs to read does not exist.
"""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import interface_language
from plugins.complaint.access import is_there
from plugins.complaint.forms import UnlockForm
from plugins.complaint.opened import OpenCase, open_case
from plugins.complaint.queries import handler_of_person, handler_row_of, is_asked, keyring
from plugins.complaint.readiness import obstacles
from plugins.complaint.unlocking import LIFE, Desk, desk_of

COOKIE = "hutong_box"
View = Callable[..., ResponseReturnValue]
TYPED = {"text": "text", "words": "text", "note": "note", "reason": "note"}
"""Fields that somebody wrote something into, and where it goes when they come back: answer or note."""


def current_desk() -> Desk | None:
    """The box as it stands open in this browser; looked up once a request."""
    if "complaint_desk" not in g:
        cookie = request.cookies.get(COOKIE, "")
        g.complaint_desk = desk_of(cookie, g.person.id) if cookie and g.person else None
    desk: Desk | None = g.complaint_desk
    return desk


def remember(response: Response, cookie: str) -> Response:
    """Give the browser its half of an open session: for this tool's pages only."""
    response.set_cookie(
        COOKIE,
        cookie,
        max_age=int(LIFE.total_seconds()),
        path=url_for("complaint_console.index"),
        secure=request.is_secure,
        httponly=True,
        samesite="Strict",
    )
    return response


def forget(response: Response) -> Response:
    """Take it back."""
    response.delete_cookie(COOKIE, path=url_for("complaint_console.index"))
    return response


def at_desk(view: View) -> View:
    """The view gets the open box as its first argument; a shut one leads to its door."""

    @wraps(view)
    def guarded(*args: Any, **arguments: Any) -> ResponseReturnValue:
        desk = current_desk()
        return view(desk, *args, **arguments) if desk else _to_the_door()

    return guarded


def with_case(view: View) -> View:
    """The view gets the open box and the case of its address, locked where it is about to be changed."""

    @wraps(view)
    def guarded(case_id: uuid.UUID, **arguments: Any) -> ResponseReturnValue:
        desk = current_desk()
        if desk is None:
            return _to_the_door(case_id) if _may_exist(case_id) else abort(404)
        return view(desk, case_at(desk, case_id), **arguments)

    return guarded


def case_at(desk: Desk, case_id: uuid.UUID) -> OpenCase:
    """A case this handler reads, or 404."""
    return open_case(desk, case_id, lock=request.method == "POST") or abort(404)


def _to_the_door(case_id: uuid.UUID | None = None) -> ResponseReturnValue:
    """Where a session ended while somebody wrote, the door keeps what they wrote for behind it."""
    for name, kind in TYPED.items():
        if request.form.get(name, "").strip():
            return door_page(403, letter=str(case_id), kept=request.form[name], kept_as=kind)
    return redirect(url_for("complaint_console.index", letter=case_id))


def door_page(
    status: int = 200, form: UnlockForm | None = None, *, letter: str = "", kept: str = "", kept_as: str = ""
) -> ResponseReturnValue:
    """What stands before the list: the box is not set up, not yours, or shut."""
    page = render_template(
        "complaint/console/door.html",
        form=form or UnlockForm(formdata=None),
        handler=handler_of_person(g.person.id),
        desk=current_desk(),
        is_asked=is_asked(handler_row_of(g.person.id)),
        is_set_up=keyring() is not None,
        may_settle=g.person.role in ("owner", "admin"),
        letter=letter or request.values.get("letter", ""),
        kept=kept or request.form.get("kept", ""),
        kept_as=kept_as or request.form.get("kept_as", ""),
        obstacles=obstacles(interface_language()),
    )
    return page, status


def _may_exist(case_id: uuid.UUID) -> bool:
    """Whether somebody who has not opened the box may be led to its door for a case.

    For a handler only what they will find behind it; whoever is no handler is told at the door.
    """
    handler = handler_of_person(g.person.id)
    return is_there(case_id, handler.id if handler else None)
