"""Minutes as files: a PDF, and plain text for a message."""

from pathlib import Path

from flask import Response, make_response, render_template

from hutong import NoPdfError, pdf_of
from plugins.meeting.minutes_sheet import Sheet

_STYLE = Path(__file__).parent / "static" / "meeting" / "minutes-paper.css"


def as_pdf(sheet: Sheet, *, back: str) -> Response:
    """The sheet as a PDF; where none can be made here, the page for the browser's printer."""
    page = render_template("meeting/minutes_paper.html", sheet=sheet, is_pdf=True, back=back)
    try:
        made = pdf_of(page, _STYLE.read_text())
    except NoPdfError:
        page = render_template("meeting/minutes_paper.html", sheet=sheet, is_pdf=False, back=back)
        return _unkept(make_response(page))
    return _file(made, sheet, "pdf", "application/pdf")


def as_text(sheet: Sheet) -> Response:
    """The sheet in plain lines; shown in the page, because some browsers download nothing."""
    return _unkept(Response(sheet.as_text(), mimetype="text/plain"))


def _file(content: bytes, sheet: Sheet, ending: str, kind: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=f"{sheet.title[:60]}.{ending}")
    return _unkept(response)


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
