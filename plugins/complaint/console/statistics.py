"""A year in one click: page, printed report, PDF and table. Needs no key: it is counted from the log."""

import uuid
from pathlib import Path
from typing import Any

from flask import Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import LocalizedText, interface_language, now, policy
from hutong.exports import NoPdfError, can_print, pdf_of
from plugins.complaint.console.blueprint import blueprint
from plugins.complaint.days import today
from plugins.complaint.queries import box_titles, topic_titles
from plugins.complaint.report import Names, Report, report_of
from plugins.complaint.statistics import two_years, years_on_record

_STYLE = Path(__file__).parent.parent / "static" / "complaint" / "report.css"


@blueprint.get("/statistics")
@policy("staff", permission="complaint.handle")
def statistics() -> str:
    """This year."""
    return statistics_of_year(today(g.tenant).year)


@blueprint.get("/statistics/<int:year>")
@policy("staff", permission="complaint.handle")
def statistics_of_year(year: int) -> str:
    """One year beside the one before it."""
    found = _report(year)
    years = sorted(_years(), reverse=True)
    return render_template(
        "complaint/console/statistics.html",
        report=found,
        years=years,
        can_print=can_print(),
        chosen=_chosen(),
    )


@blueprint.get("/statistics/<int:year>/report")
@policy("staff", permission="complaint.handle")
def statistics_report(year: int) -> str:
    """The year on paper; the browser prints it or saves it as PDF."""
    return _paper(_report(year), is_pdf=False)


@blueprint.get("/statistics/<int:year>.pdf")
@policy("staff", permission="complaint.handle")
def statistics_pdf(year: int) -> ResponseReturnValue:
    """The same as a file; where none can be made here, the page to print."""
    try:
        made = pdf_of(_paper(_report(year), is_pdf=True), _STYLE.read_text())
    except NoPdfError:
        return redirect(url_for("complaint_console.statistics_report", year=year, **_chosen()))
    return _download(made, f"{year}.pdf", "application/pdf")


@blueprint.get("/statistics/<int:year>.csv")
@policy("staff", permission="complaint.handle")
def statistics_csv(year: int) -> Response:
    """The same as a table."""
    return _download(_report(year).csv(), f"{year}.csv", "text/csv")


def _years() -> set[int]:
    """Those with something in the log, and this one."""
    return {*years_on_record(), today(g.tenant).year}


def _report(year: int) -> Report:
    if year not in _years():
        abort(404)
    boxes, topics = _in_words(box_titles()), _in_words(topic_titles())
    return report_of(two_years(year), boxes, topics, to_pass_on=bool(_chosen()))


def _in_words(titles: dict[uuid.UUID, LocalizedText]) -> Names:
    return {key: g.tenant.text(title, interface_language()) for key, title in titles.items()}


def _paper(report: Report, *, is_pdf: bool) -> str:
    return render_template(
        "complaint/console/report.html",
        report=report,
        made_on=now().astimezone(g.tenant.zone).date(),
        is_pdf=is_pdf,
        chosen=_chosen(),
    )


def _chosen() -> dict[str, Any]:
    """What links of the page carry on: whether small numbers are hidden."""
    return {"for": "others"} if request.args.get("for") == "others" else {}


def _download(content: str | bytes, name: str, kind: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=f"{g.tenant.slug}-letters-{name}")
    response.headers["Cache-Control"] = "no-store"
    return response
