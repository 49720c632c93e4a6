"""Who reads letters: asked, given topics, removed."""

import uuid

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, interface_language, ngettext, notify, policy, text_in
from hutong.people import colleagues
from plugins.complaint.access import cases_only_with, count_of
from plugins.complaint.console.blueprint import blueprint
from plugins.complaint.console.desk import current_desk
from plugins.complaint.days import today
from plugins.complaint.keyholding import ask_handler
from plugins.complaint.membership import remove_handler, set_topics
from plugins.complaint.models import Handler
from plugins.complaint.queries import (
    active_handlers,
    all_topics,
    boxes,
    handler_by_id,
    handler_rows,
    is_asked,
    keyring,
    names_of_handlers,
    topic_handlers,
    topics_by_handler,
)
from plugins.complaint.readiness import obstacles
from plugins.complaint.resealing import share_open_letters


@blueprint.get("/settings")
@policy("staff", permission="complaint.handle")
def settings() -> str:
    """What there is to set, as far as it is the caller's."""
    return render_template(
        "complaint/console/settings.html",
        desk=current_desk(),
        is_set_up=keyring() is not None,
        handlers=len(active_handlers()),
        obstacles=obstacles(interface_language()),
    )


@blueprint.get("/handlers")
@policy("admin")
def handlers() -> str:
    """Everybody who reads letters, and who could."""
    active = {handler.id for handler in active_handlers()}
    rows = handler_rows()
    known = {row.person_id for row in rows if row.id in active or is_asked(row)}
    return render_template(
        "complaint/console/handlers.html",
        rows=[row for row in rows if row.id in active],
        asked=[row for row in rows if is_asked(row)],
        others=[person for person in colleagues() if person.id not in known],
        names=names_of_handlers(),
        about=_topics_in_words(),
        is_set_up=keyring() is not None,
        obstacles=[one for one in obstacles(interface_language()) if one.endpoint.endswith(".handlers")],
    )


@blueprint.post("/handlers/ask")
@policy("admin")
def ask() -> ResponseReturnValue:
    """Ask a colleague to become a handler; they choose their box password themselves."""
    asked = request.form.get("person_id", "")
    person = next((one for one in colleagues() if str(one.id) == asked), None) or abort(404)
    row = ask_handler(person_id=person.id)
    notify(_("%(name)s is asked the next time they come to this page.", name=person.name or person.email))
    return redirect(url_for("complaint_console.handler", handler_id=row.id))


@blueprint.get("/handlers/<uuid:handler_id>")
@policy("admin")
def handler(handler_id: uuid.UUID) -> str:
    """One handler: topics, and the way out."""
    row = _row_or_404(handler_id)
    return render_template(
        "complaint/console/handler.html",
        row=row,
        name=names_of_handlers()[row.id],
        is_active=row.id in {one.id for one in active_handlers()},
        is_asked=is_asked(row),
        boxes=boxes(),
        topics=all_topics(),
        chosen={topic_id for topic_id, rows in topic_handlers().items() if row.id in rows},
        desk=current_desk(),
    )


@blueprint.post("/handlers/<uuid:handler_id>")
@policy("admin")
def choose_topics(handler_id: uuid.UUID) -> ResponseReturnValue:
    """Give a handler these topics. Keys of letters that are there come from a colleague who opens the box."""
    row = _row_or_404(handler_id)
    chosen = set(request.form.getlist("topic"))
    set_topics(handler=row, topic_ids=[topic.id for topic in all_topics() if str(topic.id) in chosen])
    notify(_("Saved. Letters that are there already follow when a colleague opens the box."))
    return redirect(url_for("complaint_console.handlers"))


@blueprint.get("/handlers/<uuid:handler_id>/remove")
@policy("admin")
def ask_removal(handler_id: uuid.UUID) -> str:
    """What goes with them, before it goes."""
    row = _row_or_404(handler_id)
    return render_template(
        "complaint/console/remove.html",
        row=row,
        name=names_of_handlers()[row.id],
        alone=count_of(cases_only_with(row.id)),
        is_last=[one.id for one in active_handlers()] == [row.id],
    )


@blueprint.post("/handlers/<uuid:handler_id>/remove")
@policy("admin")
def remove(handler_id: uuid.UUID) -> ResponseReturnValue:
    """Out, at once: keys, topics, open sessions."""
    row = _row_or_404(handler_id)
    remove_handler(handler=row)
    notify(_("%(name)s reads no letters any more.", name=names_of_handlers()[row.id]))
    return redirect(url_for("complaint_console.handlers"))


@blueprint.post("/handlers/<uuid:handler_id>/share")
@policy("staff", permission="complaint.handle")
def share(handler_id: uuid.UUID) -> ResponseReturnValue:
    """Let a colleague read every open letter that one reads oneself."""
    colleague = next((one for one in active_handlers() if one.id == handler_id), None) or abort(404)
    desk = current_desk()
    if desk is None:
        return redirect(url_for("complaint_console.index"))
    count = share_open_letters(desk, colleague, today(g.tenant))
    name = names_of_handlers()[colleague.id]
    notify(
        ngettext(
            "%(name)s can read %(num)s more letter now.",
            "%(name)s can read %(num)s more letters now.",
            count,
            name=name,
        )
        if count
        else _("%(name)s can read all your open letters already.", name=name)
    )
    return redirect(url_for("complaint_console.index"))


def _topics_in_words() -> dict[uuid.UUID, str]:
    """The topics of each handler, as one line."""
    titles = {topic.id: text_in(topic.title, interface_language()) for topic in all_topics()}
    return {
        handler_id: _(", ").join(title for topic_id, title in titles.items() if topic_id in given)
        for handler_id, given in topics_by_handler().items()
    }


def _row_or_404(handler_id: uuid.UUID) -> Handler:
    return handler_by_id(handler_id) or abort(404)
