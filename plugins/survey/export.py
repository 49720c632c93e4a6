"""Answers as a table: one row for each response, safe to open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hutong import Column, FormDefinition, db, gettext as _, kind_of
from plugins.survey.models import Survey, SurveyResponse
from plugins.survey.queries import links_by_id, versions_of
from plugins.survey.results import Filter

BOM = "\ufeff"
_FORMULA = re.compile(r"[\s\u00a0\u200b\ufeff]*[=+\-@|＝＋－＠｜\t\r\n]")
_AT_ONCE = 500


def csv_lines(survey: Survey, language: str, zone: ZoneInfo, chosen: Filter = Filter()) -> Iterator[str]:  # noqa: B008
    """The table as CSV text, line by line, with the mark that makes Excel read UTF-8."""
    line = io.StringIO()
    writer = csv.writer(line)
    line.write(BOM)
    for row in table_of(survey, language, zone, chosen):
        writer.writerow(row)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def table_of(survey: Survey, language: str, zone: ZoneInfo, chosen: Filter = Filter()) -> Iterator[list[str]]:  # noqa: B008
    """A heading and the accepted responses, oldest first; read in portions, so any number of them."""
    definitions = {v.id: FormDefinition.from_data(v.definition) for v in versions_of(survey.id)}
    columns = _columns(list(definitions.values()), language)
    links = links_by_id(survey.id)
    heading = [_("Number"), _("Received"), _("Channel"), _("Language"), _("Seconds"), _("Flagged")]
    yield [safe_cell(text) for text in [*heading, *(column.heading for column in columns)]]
    statement = select(SurveyResponse).where(
        SurveyResponse.survey_id == survey.id, SurveyResponse.state == "accepted"
    )
    rows = db.session.scalars(
        chosen.narrow(statement).order_by(SurveyResponse.id), execution_options={"yield_per": _AT_ONCE}
    )
    for number, response in enumerate(rows, start=1):
        cells = _cells(definitions[response.version_id], response, language) if response.version_id else {}
        received = response.submitted_at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        channel = links.get(response.share_link_id, "") if response.share_link_id else ""
        about = [channel, response.language, str(response.seconds), "1" if response.flagged else ""]
        row = [str(number), received, *about, *(cells.get(column.key, "") for column in columns)]
        yield [safe_cell(text) for text in row]


def safe_cell(text: str) -> str:
    """`text` with a ' before it where a spreadsheet would take it for a formula.

    Also where only blanks or an embedded line break stand before the sign (threat T12). A plain negative
    number stays one.
    """
    if re.fullmatch(r"-\d+(\.\d+)?", text):
        return text
    dangerous = _FORMULA.match(text) or any(_FORMULA.match(part) for part in re.split(r"[\r\n]", text)[1:])
    return f"'{text}" if dangerous else text


def _columns(definitions: list[FormDefinition], language: str) -> list[Column]:
    """The columns of every question that was ever asked, the newest version's first."""
    found: dict[str, Column] = {}
    for definition in definitions:
        for question in definition.asking:
            for column in kind_of(question).columns(question, language):
                found.setdefault(column.key, column)
    return list(found.values())


def _cells(definition: FormDefinition, response: SurveyResponse, language: str) -> dict[str, str]:
    cells: dict[str, str] = {}
    for question_id, answer in response.answers.items():
        question = definition.by_id.get(question_id)
        if question is not None:
            cells |= kind_of(question).cells(question, answer, language)
    return cells
