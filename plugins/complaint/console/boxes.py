"""Boxes: what stands on them, who may write, by when one answers."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import (
    form_conflict_page,
    gettext as _,
    interface_language,
    notify,
    policy,
    text_in,
    texts_data,
    texts_form,
)
from hutong.people import colleagues
from plugins.complaint.box_editing import bin_box, change_box, create_box, restore_box, set_box_state
from plugins.complaint.box_forms import WORDS, NewBoxForm, RulesForm, TermsForm
from plugins.complaint.business_days import known_countries
from plugins.complaint.console.blueprint import blueprint
from plugins.complaint.days import today
from plugins.complaint.deadlines import Terms
from plugins.complaint.models import Box
from plugins.complaint.queries import binned_boxes, box_by_id, boxes, is_set_up, live_cases_by_box, topics_of

STATES = ("open", "paused", "closed")


@blueprint.get("/boxes")
@policy("admin")
def box_list() -> str:
    """All boxes, with how many letters are being worked on."""
    return render_template(
        "complaint/console/boxes.html", boxes=boxes(), live=live_cases_by_box(), bin=binned_boxes()
    )


@blueprint.route("/boxes/new", methods=["GET", "POST"])
@policy("admin")
def new_box() -> ResponseReturnValue:
    """A new box begins with its title."""
    form = NewBoxForm()
    if form.validate_on_submit():
        languages = g.tenant.languages
        first = interface_language() if interface_language() in languages else languages[0]
        box = create_box(tenant=g.tenant, title={first: form.title.data}, languages=languages)
        notify(_("The box is there, with four topics to begin with."))
        return redirect(url_for("complaint_console.box", box_id=box.id))
    return render_template("complaint/console/new_box.html", form=form), 422 if form.errors else 200


@blueprint.get("/boxes/<uuid:box_id>")
@policy("admin")
def box(box_id: Any) -> str:
    """One box: a row for each matter, and its switches."""
    found = box_or_404(box_id)
    return render_template(
        "complaint/console/box.html",
        box=found,
        topics=topics_of(found.id),
        terms=Terms.of(found.terms),
        live=live_cases_by_box().get(found.id, 0),
        is_set_up=is_set_up(),
    )


@blueprint.route("/boxes/<uuid:box_id>/words", methods=["GET", "POST"])
@policy("admin")
def box_words(box_id: Any) -> ResponseReturnValue:
    """Title, introduction, promise and thanks, in each language."""
    found = box_or_404(box_id)
    saved = texts_data({"title": found.title, **found.texts})
    form = texts_form(WORDS, found.languages)(data={**saved, "base": str(found.revision)})

    def changes() -> dict[str, Any]:
        typed = form.texts()
        return {"title": typed.pop("title"), "texts": {name: text for name, text in typed.items() if text}}

    return _edit(
        "words", found, form, saved=saved, changes=changes, said=_("Saved. Customers see it at once.")
    )


@blueprint.route("/boxes/<uuid:box_id>/rules", methods=["GET", "POST"])
@policy("admin")
def box_rules(box_id: Any) -> ResponseReturnValue:
    """Who may write, how long letters stay, who hears of late answers."""
    found = box_or_404(box_id)
    saved = {
        "takes_anonymous": found.takes_anonymous,
        "takes_named": found.takes_named,
        "keep_days": found.keep_days,
        "escalation_id": str(found.escalation_id or ""),
    }
    form = RulesForm(data={**saved, "base": str(found.revision)})
    form.escalation_id.choices = [
        ("", _("Owners and admins")),
        *((str(person.id), person.name or person.email) for person in colleagues()),
    ]

    def changes() -> dict[str, Any]:
        typed = {name: form[name].data for name in saved}
        return typed | {"escalation_id": _person_id(form.escalation_id.data)}

    return _edit(
        "rules", found, form, saved=saved, changes=changes, said=_("Saved. Customers see it at once.")
    )


@blueprint.route("/boxes/<uuid:box_id>/terms", methods=["GET", "POST"])
@policy("admin")
def box_terms(box_id: Any) -> ResponseReturnValue:
    """By when an answer is due, and which days count."""
    found = box_or_404(box_id)
    terms = Terms.of(found.terms)
    saved = {
        "pack": terms.pack,
        "ack_days": terms.ack_days,
        "answer_days": terms.answer_days or None,
        "business_days": terms.business_days,
        "country": terms.country,
        "closed": "\n".join(day.isoformat() for day in terms.closed),
    }
    form = TermsForm(data={**saved, "base": str(found.revision)})
    form.country.choices = _countries(terms.country)

    def changes() -> dict[str, Any]:
        return {"terms": form.terms().stored()}

    return _edit(
        "terms",
        found,
        form,
        saved=saved,
        changes=changes,
        said=_("Saved. It counts for letters from now on."),
    )


def _edit(
    matter: str,
    box: Box,
    form: Any,
    *,
    saved: Mapping[str, Any],
    changes: Callable[[], Mapping[str, Any]],
    said: str,
) -> ResponseReturnValue:
    """The page of one matter of a box: `changes` are what the form means, once it is right."""
    back = url_for("complaint_console.box", box_id=box.id)
    if form.validate_on_submit():
        if form.base.data != str(box.revision):
            title = text_in(box.title, interface_language(), box.languages)
            return form_conflict_page(title, form, saved, base=str(box.revision), back=back)
        change_box(tenant=g.tenant, box=box, **changes())
        notify(said)
        return redirect(back)
    page = render_template(f"complaint/console/box_{matter}.html", form=form, box=box, back=back)
    return page, 422 if request.method == "POST" else 200


@blueprint.post("/boxes/<uuid:box_id>/state/<state>")
@policy("admin")
def box_state(box_id: Any, state: str) -> ResponseReturnValue:
    """Open, pause or close."""
    if state not in STATES:
        abort(404)
    found = box_or_404(box_id)
    set_box_state(tenant=g.tenant, box=found, state=state)  # type: ignore[arg-type]
    said = {
        "open": _("The box is open."),
        "paused": _("The box takes no letters for now. Those that came are still yours to answer."),
        "closed": _("The box is closed. Writers can still come back to their letters."),
    }
    notify(said[state])
    return redirect(url_for("complaint_console.box", box_id=box_id))


@blueprint.post("/boxes/<uuid:box_id>/bin")
@policy("admin")
def bin_the_box(box_id: Any) -> ResponseReturnValue:
    """Into the bin; its letters stay with their handlers."""
    bin_box(tenant=g.tenant, box=box_or_404(box_id), day=today(g.tenant))
    undo = url_for("complaint_console.restore_the_box", box_id=box_id)
    notify(_("Moved to the bin. Its letters stay where they are."), undo_url=undo)
    return redirect(url_for("complaint_console.box_list"))


@blueprint.post("/boxes/<uuid:box_id>/restore")
@policy("admin")
def restore_the_box(box_id: Any) -> ResponseReturnValue:
    """Out of the bin, as it was."""
    restore_box(tenant=g.tenant, box=box_by_id(box_id) or abort(404))
    notify(_("It is back."))
    return redirect(url_for("complaint_console.box_list"))


@blueprint.get("/boxes/bin")
@policy("admin")
def box_bin() -> str:
    """Boxes in the bin."""
    return render_template("complaint/console/box_bin.html", boxes=binned_boxes())


def box_or_404(box_id: Any) -> Box:
    """A box that is not in the bin, locked where something of it is about to be changed."""
    found = box_by_id(box_id, lock=request.method == "POST")
    return found if found is not None and found.deleted_on is None else abort(404)


def _person_id(typed: str) -> Any:
    return next((person.id for person in colleagues() if str(person.id) == typed), None)


def _countries(current: str) -> list[tuple[str, str]]:
    """Countries whose holidays are known, by name in the reader's language."""
    from babel import Locale

    names = Locale(interface_language()).territories
    known = sorted((str(names.get(code, code)), code) for code in known_countries() | {current} if code)
    return [("", _("None, plain weekends")), *((code, name) for name, code in known)]
