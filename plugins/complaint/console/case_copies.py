"""A letter on paper and as a file."""

import io

from flask import g, render_template, request, send_file
from flask.typing import ResponseReturnValue

from hutong import interface_language, policy, text_in
from plugins.complaint.console.blueprint import blueprint
from plugins.complaint.console.case import facts_of
from plugins.complaint.console.desk import with_case
from plugins.complaint.exporting import zip_of
from plugins.complaint.handling import log
from plugins.complaint.opened import OpenCase, answers_in_words, talk_of
from plugins.complaint.unlocking import Desk


@blueprint.get("/letters/<uuid:case_id>/print")
@policy("staff", permission="complaint.handle")
@with_case
def print_case(_desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """Letter and talk for paper: without a name, without notes."""
    return render_template(
        "complaint/console/print.html",
        case=opened.case,
        letter=opened.letter,
        answers=answers_in_words(opened.letter, interface_language()),
        talk=talk_of(opened),
        **facts_of(opened),
    )


@blueprint.get("/letters/<uuid:case_id>/export")
@policy("staff", permission="complaint.handle")
@with_case
def export(_desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """What goes into the copy."""
    return render_template("complaint/console/export.html", case=opened.case, **facts_of(opened))


@blueprint.post("/letters/<uuid:case_id>/export")
@policy("staff", permission="complaint.handle")
@with_case
def take_copy(_desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """The ZIP file; the history says that it was taken."""
    facts, with_notes = facts_of(opened), "notes" in request.form
    language = interface_language()
    content = zip_of(
        opened,
        title=text_in(facts["topic"].title, language),
        language=language,
        names=facts["names"],
        with_identity="identity" in request.form,
        with_notes=with_notes,
    )
    log(tenant=g.tenant, opened=opened, kind="exported", value="notes" if with_notes else "")
    response = send_file(
        io.BytesIO(content),
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"{opened.case.received_on.isoformat()}-{str(opened.case.id)[:8]}.zip",
    )
    response.headers["Cache-Control"] = "no-store"
    return response
