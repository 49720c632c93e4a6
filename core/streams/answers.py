"""What a view answers with: a stream to an event source, the page's parts as JSON to everybody else."""

from flask import Flask, Response, abort, current_app, g, jsonify, request

from core.config import Settings
from core.i18n import interface_language
from core.streams import topics
from core.streams.snapshots import Snapshot
from core.streams.topics import Draw, See, Subject
from core.streams.watching import FullError, Streams

EVENTS = "text/event-stream"


def init_streams(app: Flask, settings: Settings) -> None:
    """Nothing runs before somebody listens."""
    app.extensions["hutong.streams"] = Streams(app, settings.streams)


def stream(topic: str, *, see: See, draw: Draw, who: str = "") -> Response:
    """Keep a page up to date; the route's policy is the page's own.

    `topic` names what is shown, within the tenant; all who listen to it share what `see` and `draw` give, so
    nothing personal belongs there. `see` gives something that can be compared, or None when the topic has
    ended; `draw` gives parts by name from it. Neither may use the request, or rows that it read. `who` names
    the listener, to be counted.

    Asked for events: a stream, or 503 when this process holds as many as it may. Asked otherwise: JSON
    ``{"id", "parts"}`` with an ETag, which is what the script polls then; 410 once the topic has ended.
    """
    subject = Subject(g.tenant.id, topic, interface_language(), _plugin(), g.tenant.host)
    if EVENTS not in request.headers.get("Accept", ""):
        return _parts(subject, see, draw, who)
    streams = _streams()
    try:
        found, place = streams.join(subject, see, draw, who=who)
    except FullError:
        return Response(status=503, headers={"Retry-After": "5", "Cache-Control": "no-store"})
    life = topics.LIFE_IN_CONSOLE if g.place.surface == "console" else topics.LIFE
    known = request.headers.get("Last-Event-ID", "")
    response = Response(found.frames(known, life=life), mimetype=EVENTS)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"  # nginx would collect them
    response.call_on_close(lambda: streams.leave(found, place))
    return response


def listeners(topic: str) -> int:
    """How many who have a name listen to a topic of the tenant at hand, in this process."""
    return _streams().audience(g.tenant.id, topic)


def _parts(subject: Subject, see: See, draw: Draw, who: str) -> Response:
    snapshot = _streams().poll(subject, see, draw, who=who).snapshot
    if snapshot is None:
        seen = see()
        if seen is None:
            abort(410)
        snapshot = Snapshot(draw(seen))
    response = jsonify(id=snapshot.id, parts=dict(snapshot.parts))
    response.headers["Cache-Control"] = "no-store"
    response.set_etag(snapshot.id.replace(":", "-").replace(",", "."))
    response.make_conditional(request)
    return response


def _streams() -> Streams:
    streams: Streams = current_app.extensions["hutong.streams"]
    return streams


def _plugin() -> str:
    name = (request.blueprint or "").removesuffix("_console")
    return name if name in current_app.extensions["hutong.plugins"].manifests else ""
