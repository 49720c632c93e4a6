"""Segments in the console: made from what the list is narrowed to, changed, deleted and brought back."""

import uuid

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.conflicts import Facts, conflict_page
from core.i18n import gettext as _
from core.notices import notify
from core.policy import policy
from core.pool.console.blueprint import blueprint
from core.pool.console.people import offer_choices
from core.pool.finding import count_people, people_matching
from core.pool.forms import SegmentForm, rules_as_data
from core.pool.models import Segment
from core.pool.operations import (
    TooManyError,
    change_segment,
    create_segment,
    delete_segment,
    restore_segment,
)
from core.pool.queries import all_segments, deleted_segment, segment_by_id
from core.pool.rules import Rules
from core.pool.words import names_for, rules_in_words

COUNTED = 1000
"""Up to here people are counted on the page of all segments."""


@blueprint.get("/segments/")
@policy("staff", permission="people.see")
def segments() -> str:
    """All segments, what they mean, and how many are in each now."""
    kept = [(segment, Rules.model_validate(segment.rules)) for segment in all_segments()]
    names = names_for(g.tenant, *(rules for _segment, rules in kept))
    shown = [
        (segment, _("; ").join(words for _rule, words in rules_in_words(rules, names)), _count(rules))
        for segment, rules in kept
    ]
    return render_template("pool/segments.html", segments=shown, counted=COUNTED)


@blueprint.route("/segments/new", methods=["GET", "POST"])
@policy("staff", permission="people.see")
def new_segment() -> ResponseReturnValue:
    """A name for what the address asks for."""
    rules = Rules.of_arguments(request.args.to_dict(flat=False))
    form = SegmentForm(data=rules_as_data(rules))
    offer_choices(form)
    if form.validate_on_submit():
        try:
            segment = create_segment(name=form.name.data, rules=form.rules())
        except TooManyError:
            form.name.errors = [_("Two hundred segments are the most. Delete one that nobody needs.")]
        else:
            notify(_("Kept. Whoever fits from now on is in it by themselves."))
            return redirect(url_for("pool_console.segment", segment_id=segment.id))
    page = render_template("pool/segment.html", form=form, segment=None, base="")
    return page, 422 if form.errors else 200


@blueprint.route("/segments/<uuid:segment_id>/edit", methods=["GET", "POST"])
@policy("staff", permission="people.see")
def edit_segment(segment_id: uuid.UUID) -> ResponseReturnValue:
    """Change a segment; two people at once see both versions."""
    segment = segment_by_id(segment_id)
    if segment is None:
        return _deleted_meanwhile(segment_id)
    form = SegmentForm(data=_as_data(segment))
    offer_choices(form)
    if form.validate_on_submit():
        if request.form.get("base") != _base(segment):
            return conflict_page(
                segment.name,
                mine=_facts(form.name.data, form.rules()),
                theirs=_facts(segment.name, Rules.model_validate(segment.rules)),
                base=_base(segment),
                back=url_for("pool_console.edit_segment", segment_id=segment.id),
            )
        change_segment(segment=segment, name=form.name.data, rules=form.rules())
        notify(_("Saved."))
        return redirect(url_for("pool_console.segment", segment_id=segment.id))
    page = render_template("pool/segment.html", form=form, segment=segment, base=_base(segment))
    return page, 422 if form.errors else 200


@blueprint.post("/segments/<uuid:segment_id>/delete")
@policy("staff", permission="people.see")
def remove_segment(segment_id: uuid.UUID) -> ResponseReturnValue:
    """Delete a segment, with an undo; the people stay."""
    segment = segment_by_id(segment_id) or abort(404)
    delete_segment(segment=segment)
    notify(
        _("“%(name)s” is gone. The people are still here.", name=segment.name),
        undo_url=url_for("pool_console.bring_segment_back", segment_id=segment.id),
    )
    return redirect(url_for("pool_console.segments"))


@blueprint.post("/segments/<uuid:segment_id>/bring-back")
@policy("staff", permission="people.see")
def bring_segment_back(segment_id: uuid.UUID) -> ResponseReturnValue:
    """Undo `remove_segment`."""
    segment = deleted_segment(segment_id)
    if segment is not None:
        restore_segment(segment=segment)
    elif segment_by_id(segment_id) is None:
        abort(404)
    return redirect(url_for("pool_console.segment", segment_id=segment_id))


def _deleted_meanwhile(segment_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody deleted it while it was being changed: what was typed can still be kept, as a new one."""
    segment = deleted_segment(segment_id)
    if segment is None or request.method != "POST":
        abort(404)
    form = SegmentForm()
    offer_choices(form)
    notify(_("Somebody deleted “%(name)s” meanwhile. Keep it as a new one.", name=segment.name), kind="bad")
    return render_template("pool/segment.html", form=form, segment=None, base=""), 409


def _count(rules: Rules) -> int:
    return count_people(people_matching(rules, g.tenant.zone).limit(COUNTED + 1))


def _as_data(segment: Segment) -> dict[str, object]:
    return {"name": segment.name, **rules_as_data(Rules.model_validate(segment.rules))}


def _facts(name: str, rules: Rules) -> Facts:
    words = rules_in_words(rules, names_for(g.tenant, rules))
    return [(_("Name of the segment"), name), *(("", phrase) for _rule, phrase in words)]


def _base(segment: Segment) -> str:
    return str(segment.version)
