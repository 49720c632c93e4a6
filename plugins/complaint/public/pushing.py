"""A browser that wants to be told of answers: its worker, and where it is reached."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from hutong import policy
from plugins.complaint.public.blueprint import blueprint
from plugins.complaint.public.talk_state import TALK, talk_in
from plugins.complaint.push import UnknownServiceError, subscribe


@blueprint.post("/push")
@policy("anyone", anonymous=True)
def push() -> ResponseReturnValue:
    """Keep where the browser of an open talk is told; called by the talk's script."""
    known = talk_in(request.form.get(TALK, ""))
    if known is None:
        return "", 422
    try:
        subscribe(*known, request.form.get("endpoint", ""))
    except UnknownServiceError:
        return "", 422
    return "", 204


@blueprint.get("/worker.js")
@policy("anyone", anonymous=True)
def worker() -> Response:
    """The service worker: it shows one sentence that names nobody, and opens the page for the words."""
    return Response(render_template("complaint/public/worker.txt"), mimetype="text/javascript")
