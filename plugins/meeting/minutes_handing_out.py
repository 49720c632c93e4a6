"""Minutes as files: a PDF, and plain text for a message.

A PDF costs seconds of a processor, and everybody may ask for it: what was made is kept under all that
stands in it, and one is made at a time.
"""

import threading
from hashlib import sha256
from pathlib import Path

from flask import Response, make_response, render_template

from hutong import tenant_in_scope
from hutong.exports import NoPdfError, pdf_of
from hutong.pages import Kept
from plugins.meeting.minutes_sheet import Sheet

_STYLE = Path(__file__).parent / "static" / "meeting" / "minutes-paper.css"
WAIT = 3
"""Seconds for which a reader waits while another PDF is made."""
_made: Kept[bytes] = Kept(20)
_press = threading.Lock()


class _BusyError(Exception):
    """Others are being made."""


def as_pdf(sheet: Sheet, *, back: str) -> Response:
    """The sheet as a PDF; where none can be made here or now, the page for the browser's printer."""
    page = render_template("meeting/minutes_paper.html", sheet=sheet, is_pdf=True, back=back)
    try:
        made = _pdf(page)
    except NoPdfError:
        return _to_print(sheet, back)
    except _BusyError:
        response = _to_print(sheet, back)
        response.status_code = 503
        response.headers["Retry-After"] = "10"
        return response
    return _file(made, sheet, "pdf", "application/pdf")


def as_text(sheet: Sheet) -> Response:
    """The sheet in plain lines; shown in the page, because some browsers download nothing."""
    return _unkept(Response(sheet.as_text(), mimetype="text/plain"))


def _pdf(page: str) -> bytes:
    key = (tenant_in_scope().id, sha256(page.encode()).digest())

    def print_it() -> bytes:
        if not _press.acquire(timeout=WAIT):
            raise _BusyError
        try:  # whoever had the press before may have made this very one
            return _made.get(key, lambda: pdf_of(page, _STYLE.read_text()))
        finally:
            _press.release()

    return _made.get(key, print_it)


def _to_print(sheet: Sheet, back: str) -> Response:
    page = render_template("meeting/minutes_paper.html", sheet=sheet, is_pdf=False, back=back)
    return _unkept(make_response(page))


def _file(content: bytes, sheet: Sheet, ending: str, kind: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=f"{sheet.title[:60]}.{ending}")
    return _unkept(response)


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
