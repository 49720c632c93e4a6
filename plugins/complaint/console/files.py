"""Files of a letter: as they were cleaned, and, with a warning, as they were sent."""

import uuid

from flask import abort, g, render_template
from flask.typing import ResponseReturnValue

from hutong import policy
from plugins.complaint.attachments import about_of, attachment_in, open_attachment, open_original
from plugins.complaint.console.blueprint import blueprint
from plugins.complaint.console.case import facts_of
from plugins.complaint.console.desk import with_case
from plugins.complaint.handing_out import file_response, original_response
from plugins.complaint.handling import log
from plugins.complaint.models import Attachment
from plugins.complaint.opened import OpenCase
from plugins.complaint.unlocking import Desk

_AT = "/letters/<uuid:case_id>/files/<uuid:attachment_id>"


@blueprint.get(_AT)
@policy("staff", permission="complaint.handle")
@with_case
def file(_desk: Desk, opened: OpenCase, attachment_id: uuid.UUID) -> ResponseReturnValue:
    """A file without its metadata."""
    row = _file_or_404(opened, attachment_id)
    return file_response(open_attachment(row, opened.keys.talk), about_of(row, opened.keys.talk))


@blueprint.get(f"{_AT}/original")
@policy("staff", permission="complaint.handle")
@with_case
def ask_original(_desk: Desk, opened: OpenCase, attachment_id: uuid.UUID) -> ResponseReturnValue:
    """What a file as it was sent may give away, before it is opened."""
    row = _file_or_404(opened, attachment_id)
    return render_template(
        "complaint/console/original.html",
        case=opened.case,
        file=row,
        about=about_of(row, opened.keys.talk),
        has_original=row.original is not None,
        **facts_of(opened),
    )


@blueprint.post(f"{_AT}/original")
@policy("staff", permission="complaint.handle")
@with_case
def original(_desk: Desk, opened: OpenCase, attachment_id: uuid.UUID) -> ResponseReturnValue:
    """The file as it was sent; the history says who opened it."""
    row = _file_or_404(opened, attachment_id)
    found = open_original(row, opened.keys.notes) or abort(404)
    log(tenant=g.tenant, opened=opened, kind="original")
    return original_response(found)


def _file_or_404(opened: OpenCase, attachment_id: uuid.UUID) -> Attachment:
    return attachment_in(opened.case, attachment_id) or abort(404)
