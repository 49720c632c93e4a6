"""The outbox of mails: where the embedded default keeps them, and where the operator sees what went out."""

import uuid

from flask import Response, abort, render_template, request
from markupsafe import Markup

from core.mail.models import MailMessage
from core.mail.queries import mail_by_id, mail_counts, recent_mails
from core.operator.platform import blueprint
from core.policy import policy
from core.security import allow_frame

_FRAME = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


@blueprint.get("/mails")
@policy("operator")
def mails() -> str:
    """The newest mails."""
    recipient = request.args.get("to", "").strip().lower()[:254]
    return render_template(
        "operator/mails.html",
        mails=recent_mails(recipient=recipient),
        counts=mail_counts(),
        recipient=recipient,
    )


@blueprint.get("/mails/<uuid:mail_id>")
@policy("operator")
def mail(mail_id: uuid.UUID) -> str:
    """One mail, drawn in a frame that can do nothing but open links."""
    return render_template("operator/mail.html", mail=_found(mail_id))


@blueprint.get("/mails/<uuid:mail_id>/frame")
@policy("operator")
def mail_frame(mail_id: uuid.UUID) -> Response:
    """The mail itself."""
    found = _found(mail_id)
    html = found.html.replace("<head>", '<head><base target="_blank">', 1)
    response = Response(html or str(Markup("<pre>{}</pre>").format(found.text)), mimetype="text/html")
    response.headers["Content-Security-Policy"] = _FRAME
    allow_frame()
    return response


def _found(mail_id: uuid.UUID) -> MailMessage:
    return mail_by_id(mail_id) or abort(404)
