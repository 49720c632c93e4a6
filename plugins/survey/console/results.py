"""Results: figures, a chart for each question, the newest words, the table to download."""

import uuid
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from flask import Response, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import digest_of, funnel_total, funnels_by_link, interface_language, now, policy
from hutong.exports import BOM, csv_text, send_in_portions
from plugins.survey.console.blueprint import blueprint, survey_or_404
from plugins.survey.console.states import state_words
from plugins.survey.counting import answers_received
from plugins.survey.export import Table
from plugins.survey.filtering import Filter
from plugins.survey.models import Survey
from plugins.survey.moments import weekday, when
from plugins.survey.operations import mark_seen
from plugins.survey.queries import links_by_id, states_of
from plugins.survey.results import results_of, title_of

PERIODS = {"7": 7, "30": 30}


@blueprint.get("/<code>/results")
@policy("staff", permission="survey.results")
def results(code: str) -> str:
    """Everything the answers say, on one page."""
    survey = survey_or_404(code)
    standing = _standing(survey)
    return render_template(
        "survey/console/results.html",
        state=state_words(survey),
        mark=_mark(survey, standing),
        **_shown(survey, standing),
    )


@blueprint.get("/<code>/results.json")
@policy("staff", permission="survey.results")
def live(code: str) -> Response:
    """The part of the page that answers change, for a page that is open; 304 while it reads the same."""
    survey = survey_or_404(code)
    standing = _standing(survey)
    mark = _mark(survey, standing)
    if request.if_none_match.contains_weak(mark):
        response = Response(status=304)
    else:
        shown = _shown(survey, standing)
        found = shown["results"]
        response = jsonify(
            responses=found.responses if found else 0,
            html=render_template("survey/console/_results.html", **shown),
        )
    response.set_etag(mark)
    return response


def _standing(survey: Survey) -> dict[str, Any]:
    """What is cheap to read and moves with every answer, scan and judgement."""
    return {
        "funnel": funnel_total(funnels_by_link(survey.id).values()),
        "links": links_by_id(survey.id),
        "states": states_of(survey.id),
    }


def _mark(survey: Survey, standing: Mapping[str, Any]) -> str:
    """A mark of all that the page is made of; no response is read for it."""
    parts = (
        answers_received(survey.id),
        {name: sorted(map(str, part.items())) for name, part in standing.items()},
        survey.version_number,
        survey.title,
        interface_language(),
        now().astimezone(g.tenant.zone).date(),
        _filter(),
    )
    return digest_of(repr(parts))


def _shown(survey: Survey, standing: Mapping[str, Any]) -> dict[str, Any]:
    """What the template of the results reads."""
    language = interface_language()
    chosen = _filter()
    found = results_of(survey, language, g.tenant.zone, chosen) if survey.version_number else None
    return {
        **standing,
        "survey": survey,
        "title": title_of(survey, language),
        "results": found,
        "days": [(weekday(day, found.days[-1][0]), count) for day, count in found.days] if found else [],
        "chosen": chosen,
        "shown": {name: request.args[name] for name in ("days", "link") if request.args.get(name)},
        "when": lambda moment: when(moment, g.tenant.zone),
    }


@blueprint.post("/<code>/seen")
@policy("staff", permission="survey.results")
def seen(code: str) -> ResponseReturnValue:
    """The results were looked at: nothing is new any more."""
    mark_seen(survey=survey_or_404(code, lock=True))
    if request.headers.get("X-Requested-With"):
        return "", 204
    return redirect(url_for("survey_console.results", code=code))


@blueprint.get("/<code>/answers.csv")
@policy("staff", permission="survey.export")
def answers_csv(code: str) -> Response:
    """The answers as a table, sent while it is read."""
    survey = survey_or_404(code)
    table = Table.of(survey, interface_language(), g.tenant.zone, _filter())
    name = f"{g.tenant.slug}-{survey.code}-{now().astimezone(g.tenant.zone):%Y%m%d}.csv"
    head = BOM + csv_text([table.heading()])

    def portion(after: uuid.UUID | None) -> tuple[str, uuid.UUID | None]:
        rows, further = table.portion(after)
        return csv_text(rows), further

    return send_in_portions(head, portion, name=name, mimetype="text/csv")


def _filter() -> Filter:
    """The filter in the address, in days of the tenant's calendar; what cannot be read filters nothing."""
    days = PERIODS.get(request.args.get("days", ""))
    try:
        link = uuid.UUID(request.args["link"]) if request.args.get("link") else None
    except ValueError:
        link = None
    return Filter(link, _days_ago(days - 1) if days else None)


def _days_ago(days: int) -> datetime:
    day = now().astimezone(g.tenant.zone).date() - timedelta(days=days)
    return datetime.combine(day, time(), g.tenant.zone)
