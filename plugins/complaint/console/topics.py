"""Topics of a box, and the questions each may ask."""

from collections.abc import Mapping
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import (
    TextsForm,
    digest_of,
    form_conflict_page,
    gettext as _,
    interface_language,
    notify,
    policy,
    text_in,
    texts_data,
    texts_form,
)
from hutong.fields import SIMPLE_KINDS, new_id, question_data, question_form, question_in
from plugins.complaint.box_editing import (
    MOST_QUESTIONS,
    MOST_TOPICS,
    delete_question,
    order_topics,
    save_question,
    save_topic,
    withdraw_topic,
)
from plugins.complaint.box_forms import TOPIC_WORDS
from plugins.complaint.console.blueprint import blueprint
from plugins.complaint.console.boxes import box_or_404
from plugins.complaint.models import Box, Topic
from plugins.complaint.queries import topic_by_id, topics_of


@blueprint.get("/boxes/<uuid:box_id>/topics")
@policy("admin")
def topic_list(box_id: Any) -> str:
    """A box's topics in the order of the form."""
    found = box_or_404(box_id)
    return render_template(
        "complaint/console/topics.html", box=found, topics=topics_of(found.id), most=MOST_TOPICS
    )


@blueprint.route("/boxes/<uuid:box_id>/topics/new", methods=["GET", "POST"])
@policy("admin")
def new_topic(box_id: Any) -> ResponseReturnValue:
    """A topic more."""
    found = box_or_404(box_id)
    if len(topics_of(found.id)) >= MOST_TOPICS:
        notify(_("20 topics are the most; nobody reads a longer list."), kind="bad")
        return redirect(url_for("complaint_console.topic_list", box_id=box_id))
    return _edit(found, None)


@blueprint.route("/boxes/<uuid:box_id>/topics/<uuid:topic_id>", methods=["GET", "POST"])
@policy("admin")
def topic(box_id: Any, topic_id: Any) -> ResponseReturnValue:
    """One topic: its words and its questions. One that was taken out meanwhile can still be kept."""
    found = box_or_404(box_id)
    about = topic_by_id(topic_id, box_id=found.id)
    if not (about and about.is_active) and "base" not in request.form:
        abort(404)
    return _edit(found, about)


@blueprint.post("/boxes/<uuid:box_id>/topics/order")
@policy("admin")
def topic_order(box_id: Any) -> ResponseReturnValue:
    """All topics in the order of `order`, a list of keys; or one of them a step up or down."""
    found = box_or_404(box_id)
    topics = list(topics_of(found.id))
    keys = [one.key for one in topics]
    if "order" in request.form:
        keys = [key for key in request.form["order"].split(",") if key in keys]
    elif (key := request.args.get("key", "")) in keys:
        place = keys.index(key)
        keys.insert(max(0, place + (1 if request.args.get("way") == "down" else -1)), keys.pop(place))
    order_topics(tenant=g.tenant, topics=topics, keys=keys)
    return redirect(url_for("complaint_console.topic_list", box_id=box_id))


@blueprint.post("/boxes/<uuid:box_id>/topics/<uuid:topic_id>/withdraw")
@policy("admin")
def topic_withdraw(box_id: Any, topic_id: Any) -> ResponseReturnValue:
    """Out of the form; the last topic stays."""
    found = box_or_404(box_id)
    if len(topics_of(found.id)) == 1:
        notify(_("A letter needs something to be about: one topic stays."), kind="bad")
    else:
        withdraw_topic(tenant=g.tenant, topic=_topic_or_404(found, topic_id))
        notify(_("Taken out of the form. Letters about it stay."))
    return redirect(url_for("complaint_console.topic_list", box_id=box_id))


@blueprint.route("/boxes/<uuid:box_id>/topics/<uuid:topic_id>/ask/<kind>", methods=["GET", "POST"])
@policy("admin")
def new_question(box_id: Any, topic_id: Any, kind: str) -> ResponseReturnValue:
    """A question more; it does not exist until it is saved."""
    found = box_or_404(box_id)
    about = _topic_or_404(found, topic_id)
    if kind not in SIMPLE_KINDS or len(about.questions) >= MOST_QUESTIONS:
        abort(404)
    return _edit_question(found, about, {"id": new_id(), "kind": kind})


@blueprint.route("/boxes/<uuid:box_id>/topics/<uuid:topic_id>/q/<question_id>", methods=["GET", "POST"])
@policy("admin")
def question(box_id: Any, topic_id: Any, question_id: str) -> ResponseReturnValue:
    """One question of a topic. One that was deleted meanwhile can still be kept."""
    found = box_or_404(box_id)
    about = _topic_or_404(found, topic_id)
    before = next((one for one in about.questions if one["id"] == question_id), None)
    if before is None and request.form.get("kind") in SIMPLE_KINDS:
        before = {"id": question_id, "kind": request.form["kind"]}
    return _edit_question(found, about, before or abort(404))


@blueprint.post("/boxes/<uuid:box_id>/topics/<uuid:topic_id>/q/<question_id>/delete")
@policy("admin")
def question_delete(box_id: Any, topic_id: Any, question_id: str) -> ResponseReturnValue:
    """Out of the form; letters keep what they were asked."""
    about = _topic_or_404(box_or_404(box_id), topic_id)
    delete_question(tenant=g.tenant, topic=about, question_id=question_id)
    notify(_("Deleted. Letters keep what they were asked."))
    return redirect(url_for("complaint_console.topic", box_id=box_id, topic_id=topic_id))


def _topic_or_404(box: Box, topic_id: Any) -> Topic:
    return next((one for one in topics_of(box.id) if one.id == topic_id), None) or abort(404)


def _conflict(form: TextsForm, box: Box, saved: Mapping[str, Any], base: str) -> ResponseReturnValue:
    title = text_in(box.title, interface_language(), box.languages)
    back = url_for("complaint_console.topic_list", box_id=box.id)
    return form_conflict_page(title, form, saved if base else None, base=base, back=back)


def _edit(box: Box, about: Topic | None) -> ResponseReturnValue:
    saved = texts_data({"title": about.title, "hint": about.hint} if about else {})
    base = digest_of(saved) if about and about.is_active else ""
    form = texts_form(TOPIC_WORDS, box.languages)(data={**saved, "base": base})
    if form.validate_on_submit():
        if form.base.data != base:
            return _conflict(form, box, saved, base)
        typed = form.texts()
        kept = save_topic(tenant=g.tenant, box=box, topic=about, title=typed["title"], hint=typed["hint"])
        notify(_("Saved. Customers see it at once."))
        if about is None:
            return redirect(url_for("complaint_console.topic", box_id=box.id, topic_id=kept.id))
        return redirect(url_for("complaint_console.topic_list", box_id=box.id))
    page = render_template(
        "complaint/console/topic.html",
        form=form,
        box=box,
        topic=about,
        kinds=SIMPLE_KINDS,
        most=MOST_QUESTIONS,
    )
    return page, 422 if request.method == "POST" else 200


def _edit_question(box: Box, about: Topic, before: Any) -> ResponseReturnValue:
    is_new = before not in about.questions
    saved, base = question_data(before, box.languages), "" if is_new else digest_of(before)
    form = question_form(before["kind"], box.languages)(data={**saved, "base": base})
    if form.validate_on_submit() and (asked := question_in(form, before, box.languages)) is not None:
        if form.base.data != base:
            return _conflict(form, box, saved, base)
        save_question(tenant=g.tenant, topic=about, question=asked)
        notify(_("Saved. Customers see it at once."))
        return redirect(url_for("complaint_console.topic", box_id=box.id, topic_id=about.id))
    page = render_template(
        "complaint/console/question.html",
        form=form,
        box=box,
        topic=about,
        question=before,
        kind_name=SIMPLE_KINDS.get(before["kind"], before["kind"]),
        is_new=is_new,
    )
    return page, 422 if request.method == "POST" else 200
