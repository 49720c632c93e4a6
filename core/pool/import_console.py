"""Console pages that bring people in from a file: choose, look, wait, result, undo."""

import uuid
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime

from flask import Blueprint, Response, abort, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.csv_cells import BOM, csv_text
from core.database import db, now
from core.i18n import gettext as _
from core.notices import notify
from core.people.info import person_names
from core.policy import policy
from core.pool import importing
from core.pool.import_columns import FIELDS
from core.pool.import_jobs import UNDO_LIFE
from core.pool.import_text import ENCODINGS, MOST_BYTES, FileFault
from core.pool.import_words import FIELD_NAMES, STATES, file_fault, how_many_come, row_fault
from core.pool.records import PersonImport

FAULTS_SHOWN = 20
STAY_SHOWN = 20
WAITING = frozenset({"queued", "working", "undoing"})

blueprint = Blueprint(
    "people_import", __name__, subdomain="console", url_prefix="/people/import", template_folder="templates"
)


@blueprint.route("/", methods=["GET", "POST"])
@policy("admin")
def index() -> ResponseReturnValue:
    """Choose a file; what was brought in before."""
    fault = ""
    if request.method == "POST":
        try:
            return redirect(url_for(".show", import_id=_receive().id))
        except FileFault as error:
            db.session.rollback()
            fault = file_fault(error.reason)
    page = render_template(
        "pool/import.html",
        fault=fault,
        imports=importing.recent_imports(),
        states=STATES,
        limit=MOST_BYTES // 1024 // 1024,
    )
    return page, 422 if fault else 200


@blueprint.get("/<uuid:import_id>")
@policy("admin")
def show(import_id: uuid.UUID) -> ResponseReturnValue:
    """An import, as far as it is: to look at, on its way, or done."""
    arriving = _import_or_404(import_id)
    if arriving.state == "preview":
        return _look_page(arriving)
    if arriving.state in WAITING:
        page = make_response(render_template("pool/import_working.html", arriving=arriving))
        page.headers["Refresh"] = "3"
        return page
    return render_template(
        "pool/import_result.html",
        arriving=arriving,
        faults=_faults(arriving),
        can_undo=arriving.state == "done" and _undo_until(arriving) > now(),
        undo_until=_undo_until(arriving),
        stay=_who_stays(arriving),
    )


@blueprint.post("/<uuid:import_id>")
@policy("admin")
def go_on(import_id: uuid.UUID) -> ResponseReturnValue:
    """Look at it again in another way, or bring them in; changed columns are looked at first."""
    arriving = _import_or_404(import_id)
    if arriving.state != "preview":
        return redirect(url_for(".show", import_id=import_id))
    was = (arriving.encoding, arriving.has_header, list(arriving.fields))
    arriving.tag = " ".join(request.form.get("tag", "").split())[:40]
    try:
        changed = _posted_view(arriving) != was
        if changed or "bring" not in request.form:
            _look_again(arriving)
    except FileFault as error:
        db.session.rollback()
        return _look_page(_import_or_404(import_id), file_fault(error.reason)), 422
    if "bring" not in request.form:
        return redirect(url_for(".show", import_id=import_id))
    if changed:
        notify(_("You changed how the file is read. Look once more, then bring them in."))
        return redirect(url_for(".show", import_id=import_id))
    try:
        importing.start(arriving=arriving, agreed=request.form.get("agreed") == "yes")
    except importing.NotAgreedError:
        fault = _("Tick that these people agreed to be kept. Nobody has come in yet.")
        return _look_page(arriving, fault, [("agreed", _("The tick is here."))]), 422
    return redirect(url_for(".show", import_id=import_id))


@blueprint.post("/<uuid:import_id>/discard")
@policy("admin")
def discard(import_id: uuid.UUID) -> ResponseReturnValue:
    """Forget a file that was only looked at."""
    importing.discard(arriving=_import_or_404(import_id))
    notify(_("The file is forgotten. Nobody came in."))
    return redirect(url_for(".index"))


@blueprint.post("/<uuid:import_id>/undo")
@policy("admin")
def undo(import_id: uuid.UUID) -> ResponseReturnValue:
    """Take back an import."""
    arriving = _import_or_404(import_id)
    if arriving.finished_at is not None and _undo_until(arriving) > now():
        importing.undo(arriving=arriving)
    return redirect(url_for(".show", import_id=import_id))


@blueprint.get("/<uuid:import_id>/slips.csv")
@policy("admin")
def slips(import_id: uuid.UUID) -> Response:
    """The rows that cannot come in, to be mended: as they stand in the file, with what is wrong in front."""
    arriving = _import_or_404(import_id)
    if arriving.state != "preview":
        abort(404)
    heading, _rows = importing.sample_of(arriving)
    rows = [[_("What is wrong"), *heading]]
    for line, fault, row in importing.broken_rows(arriving):
        words = row_fault(fault.reason, fault.about)
        rows.append([_("Row %(row)s: %(what)s", row=line, what=words), *row])
    response = Response(BOM + csv_text(rows), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename="rows-to-mend.csv")
    return response


def _receive() -> PersonImport:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise FileFault("empty")
    with closing(file):
        content = file.stream.read(MOST_BYTES + 1)
    return importing.receive(file_name=file.filename, content=content, by=g.person)


def _posted_view(arriving: PersonImport) -> tuple[str, bool, list[str]]:
    """Encoding, heading and columns as the form has them."""
    encoding = request.form.get("encoding", "")
    fields = [request.form.get(f"column-{place}", "") for place in range(len(arriving.fields))]
    return (
        encoding if encoding in ENCODINGS else arriving.encoding,
        "has_header" in request.form,
        [name if name in FIELDS else "" for name in fields],
    )


def _look_again(arriving: PersonImport) -> None:
    encoding, has_header, fields = _posted_view(arriving)
    importing.look_again(
        arriving=arriving, encoding=encoding, has_header=has_header, fields=fields, tag=arriving.tag
    )


def _look_page(arriving: PersonImport, fault: str = "", anchors: Sequence[tuple[str, str]] = ()) -> str:
    heading, rows = importing.sample_of(arriving)
    return render_template(
        "pool/import_look.html",
        arriving=arriving,
        fault=fault,
        anchors=anchors,
        encodings=ENCODINGS,
        fields=FIELD_NAMES,
        columns=[
            (heading[place], " · ".join(row[place] for row in rows[:3] if row[place])[:90], field)
            for place, field in enumerate(arriving.fields)
        ],
        rows=[[cell for cell in row if cell.strip()] for row in rows],
        faults=_faults(arriving)[:FAULTS_SHOWN],
        more=max(0, arriving.counts["broken"] + arriving.counts["repeat"] - FAULTS_SHOWN),
        button=how_many_come(arriving.counts),
    )


def _faults(arriving: PersonImport) -> list[tuple[int, str]]:
    return [(line, row_fault(reason, about)) for line, reason, about in arriving.faults]


def _who_stays(arriving: PersonImport) -> dict[uuid.UUID, str]:
    """Names of those whom the undo left here."""
    ids = [uuid.UUID(person_id) for person_id in arriving.counts.get("stays", [])[:STAY_SHOWN]]
    return person_names(ids)


def _undo_until(arriving: PersonImport) -> datetime:
    return (arriving.finished_at or now()) + UNDO_LIFE


def _import_or_404(import_id: uuid.UUID) -> PersonImport:
    return importing.import_by_id(import_id) or abort(404)
