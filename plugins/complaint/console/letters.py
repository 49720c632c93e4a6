"""The list of letters, and the search in them."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import interface_language, policy
from plugins.complaint.console.blueprint import blueprint
from plugins.complaint.console.desk import at_desk, current_desk, door_page
from plugins.complaint.days import today
from plugins.complaint.describing import due_words
from plugins.complaint.inbox import ON_A_PAGE, TABS, Filter, Row, counts, letters, rows_of
from plugins.complaint.queries import all_topics, boxes, keyring, names_of_handlers
from plugins.complaint.readiness import obstacles
from plugins.complaint.searching import MOST, found_letters
from plugins.complaint.unlocking import Desk


@blueprint.get("/")
@policy("staff", permission="complaint.handle")
def index() -> ResponseReturnValue:
    """The letters a handler may read; before that, the door."""
    desk = current_desk()
    if desk is None or keyring() is None:
        return door_page()
    chosen, day, page = _chosen(), today(g.tenant), max(request.args.get("page", 1, type=int), 1)
    numbers = counts(desk, chosen, day)
    rows = letters(desk, chosen, day, min(page, 10_000))
    return render_template(
        "complaint/console/index.html",
        chosen=chosen,
        counts=numbers,
        boxes=boxes(),
        page=page,
        pages=-(-numbers.get(chosen.state, 0) // ON_A_PAGE),
        obstacles=obstacles(interface_language()),
        address=_address,
        **_about_rows(desk, rows),
    )


@blueprint.post("/search")
@policy("staff", permission="complaint.handle")
@at_desk
def search(desk: Desk) -> ResponseReturnValue:
    """Letters with these words. A POST, so that the words stand in no address and in no log."""
    words = request.form.get("words", "")[:200].strip()
    found = found_letters(desk, words)
    return render_template(
        "complaint/console/found.html", words=words, most=MOST, **_about_rows(desk, rows_of(desk, found))
    )


def _about_rows(desk: Desk, rows: Sequence[Row]) -> Mapping[str, Any]:
    """What rows of letters need to be drawn."""
    day = today(g.tenant)
    return {
        "desk": desk,
        "rows": rows,
        "topics": {topic.id: topic for topic in all_topics(with_retired=True)},
        "names": names_of_handlers(),
        "due": {row.case.id: due_words(row.case, day) for row in rows},
        "today": day,
    }


def _chosen() -> Filter:
    state = request.args.get("show", "")
    return Filter(
        state=state if state in TABS else "new",
        box_id=_uuid_in("box"),
        topic_id=_uuid_in("topic"),
        due="late" if request.args.get("due") == "late" else "",
    )


def _uuid_in(name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.args.get(name, ""))
    except ValueError:
        return None


def _address(chosen: Filter, **change: Any) -> str:
    """The list with one thing chosen differently."""
    kept = {"show": chosen.state, "box": chosen.box_id, "topic": chosen.topic_id, "due": chosen.due or None}
    return url_for("complaint_console.index", **kept | change)
