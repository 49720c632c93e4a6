"""What registration asks beside name and address: the list, one question, and what guests will see."""

import uuid
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import (
    digest_of,
    form_conflict_page,
    gettext as _,
    interface_language,
    lazy_gettext as _l,
    notify,
    policy,
)
from hutong.fields import (
    SIMPLE_KINDS,
    DefinitionError,
    Turn,
    page_view,
    question_data,
    question_form,
    question_in,
)
from hutong.pages import allow_frame
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.console.meetings import ORGANISE
from plugins.meeting.models import Meeting
from plugins.meeting.question_editing import (
    KINDS,
    MOST,
    drop_question,
    keep_question,
    moved,
    new_question,
    order_questions,
    question_of,
)
from plugins.meeting.register_forms import registration_form
from plugins.meeting.sections import ROOMS

READY = {
    "diet": _l("Diet"),
    "company": _l("Company"),
    "source": _l("How they heard of it"),
    "yes-no": _l("Yes or no"),
}
ROOMS.add("meeting_console.questions", "list", _l("What registration asks"), order=22)


@blueprint.get("/<uuid:meeting_id>/questions")
@policy("staff", permission=ORGANISE)
def questions(meeting_id: uuid.UUID) -> str:
    """The questions in their order, and what can be asked more."""
    return render_template(
        "meeting/console/questions.html",
        meeting=meeting_or_404(meeting_id),
        kinds={kind: SIMPLE_KINDS[kind] for kind in KINDS},
        ready=READY,
        most=MOST,
    )


@blueprint.get("/<uuid:meeting_id>/questions/preview")
@policy("staff", permission=ORGANISE)
def questions_preview(meeting_id: uuid.UUID) -> str:
    """What guests will be asked, at the size of a phone."""
    return render_template("meeting/console/questions_preview.html", meeting=meeting_or_404(meeting_id))


@blueprint.get("/<uuid:meeting_id>/questions/frame")
@policy("staff", permission=ORGANISE)
def questions_frame(meeting_id: uuid.UUID) -> str:
    """The form itself, without a way to send it."""
    allow_frame()
    meeting = meeting_or_404(meeting_id)
    compiled = registration_form(meeting)
    page = page_view(compiled.definition, 0, compiled.language, Turn(0), token="preview")  # noqa: S106
    return render_template("meeting/questions_frame.html", meeting=meeting, page=page, messages=[])


@blueprint.route("/<uuid:meeting_id>/questions/new/<sort>", methods=["GET", "POST"])
@policy("staff", permission=ORGANISE)
def question_new(meeting_id: uuid.UUID, sort: str) -> ResponseReturnValue:
    """A question more; it does not exist until it is kept."""
    meeting = _meeting(meeting_id)
    if len(meeting.questions) >= MOST:
        notify(_("12 questions are the most; nobody answers more."), kind="bad")
        return redirect(url_for("meeting_console.questions", meeting_id=meeting_id))
    return _edit(meeting, new_question(sort, g.tenant.languages) or abort(404))


@blueprint.route("/<uuid:meeting_id>/questions/<question_id>", methods=["GET", "POST"])
@policy("staff", permission=ORGANISE)
def question(meeting_id: uuid.UUID, question_id: str) -> ResponseReturnValue:
    """One question. One that was dropped meanwhile can still be kept."""
    meeting = _meeting(meeting_id)
    before = question_of(meeting, question_id)
    if before is None and request.form.get("kind") in KINDS:
        before = {"id": question_id, "kind": request.form["kind"]}
    return _edit(meeting, before or abort(404))


@blueprint.post("/<uuid:meeting_id>/questions/<question_id>/drop")
@policy("staff", permission=ORGANISE)
def question_drop(meeting_id: uuid.UUID, question_id: str) -> ResponseReturnValue:
    """Ask it no more; guests' answers stay."""
    meeting = _meeting(meeting_id)
    try:
        drop_question(meeting, question_id)
        notify(_("It’s not asked any more. Answers that are there stay."))
    except DefinitionError as error:
        notify(str(error.problems[0].message), kind="bad")
    return redirect(url_for("meeting_console.questions", meeting_id=meeting_id))


@blueprint.post("/<uuid:meeting_id>/questions/order")
@policy("staff", permission=ORGANISE)
def question_order(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """All of them in the order of `order`, a list of ids; or one of them a step up or down."""
    meeting = _meeting(meeting_id)
    step = 1 if request.args.get("way") == "down" else -1
    ids = request.form.get("order", "").split(",") if "order" in request.form else None
    try:
        order_questions(meeting, ids or moved(meeting, request.args.get("key", ""), by=step))
    except DefinitionError as error:
        notify(str(error.problems[0].message), kind="bad")
    return redirect(url_for("meeting_console.questions", meeting_id=meeting_id))


def _meeting(meeting_id: uuid.UUID) -> Meeting:
    """The meeting; whoever changes its questions waits for whoever does so now."""
    return meeting_or_404(meeting_id, lock=request.method == "POST")


def _edit(meeting: Meeting, before: dict[str, Any]) -> ResponseReturnValue:
    languages = g.tenant.languages
    is_new = question_of(meeting, before["id"]) is None
    saved, base = question_data(before, languages), "" if is_new else digest_of(before)
    form = question_form(before["kind"], languages)(data={**saved, "base": base})
    back = url_for("meeting_console.questions", meeting_id=meeting.id)
    if form.validate_on_submit() and (asked := question_in(form, before, languages)) is not None:
        if form.base.data != base:
            title = g.tenant.text(meeting.title, interface_language())
            return form_conflict_page(title, form, None if is_new else saved, base=base, back=back)
        keep_question(meeting, asked)
        notify(_("Saved. Guests see it at once."))
        return redirect(back)
    page = render_template(
        "meeting/console/question.html",
        form=form,
        meeting=meeting,
        question=before,
        kind_name=SIMPLE_KINDS.get(before["kind"], before["kind"]),
        is_new=is_new,
        back=back,
    )
    return page, 422 if request.method == "POST" else 200
