"""Tags in the console: what they are called, and who carries them."""

import uuid
from collections.abc import Iterator, Sequence

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from uuid6 import uuid7

from core.database import db
from core.i18n import gettext as _, ngettext
from core.notices import notify
from core.people.queries import person_by_id
from core.policy import policy
from core.pool.console.blueprint import blueprint
from core.pool.finding import people_matching
from core.pool.forms import TagForm
from core.pool.models import Tag
from core.pool.operations import (
    NameTakenError,
    TagInUseError,
    TooManyError,
    change_tag,
    create_tag,
    delete_tag,
    put_on,
    restore_tag,
    take_off,
    undo_step,
)
from core.pool.queries import all_tags, segment_by_id, tag_by_id, tag_by_name, tag_counts
from core.pool.rules import Rules

MOST_AT_ONCE = 20_000


@blueprint.route("/tags/", methods=["GET", "POST"])
@policy("staff", permission="people.see")
def tags() -> ResponseReturnValue:
    """All tags, how many carry each, and a new one."""
    form = TagForm()
    if form.validate_on_submit():
        try:
            create_tag(name=form.name.data, colour=form.colour.data)
        except NameTakenError:
            form.name.errors = [_("There is a tag with this word already.")]
        except TooManyError:
            form.name.errors = [_("Two hundred tags are the most. Delete one that nobody needs.")]
        else:
            notify(_("The tag is there. Put it on people in the list."))
            return redirect(url_for("pool_console.tags"))
    page = render_template("pool/tags.html", form=form, tags=all_tags(), counts=tag_counts())
    return page, 422 if form.errors else 200


@blueprint.route("/tags/<uuid:tag_id>", methods=["GET", "POST"])
@policy("staff", permission="people.see")
def tag(tag_id: uuid.UUID) -> ResponseReturnValue:
    """Another word or colour for a tag."""
    shown = _tag_or_404(tag_id)
    form = TagForm(obj=shown)
    if form.validate_on_submit():
        try:
            change_tag(tag=shown, name=form.name.data, colour=form.colour.data)
        except NameTakenError:
            form.name.errors = [_("There is a tag with this word already.")]
        else:
            notify(_("Saved."))
            return redirect(url_for("pool_console.tags"))
    page = render_template("pool/tag.html", form=form, tag=shown, count=tag_counts().get(shown.id, 0))
    return page, 422 if form.errors else 200


@blueprint.post("/tags/<uuid:tag_id>/delete")
@policy("staff", permission="people.see")
def remove_tag(tag_id: uuid.UUID) -> ResponseReturnValue:
    """Delete a tag, with an undo; not one by which a segment looks for people."""
    shown = _tag_or_404(tag_id)
    try:
        delete_tag(tag=shown)
    except TagInUseError as error:
        names = ", ".join(segment.name for segment in error.segments)
        notify(_("%(names)s looks for this tag. Change that first.", names=names), kind="bad")
        return redirect(url_for("pool_console.tag", tag_id=shown.id))
    notify(
        _("“%(name)s” is off everybody.", name=shown.name),
        undo_url=url_for("pool_console.bring_tag_back", tag_id=shown.id),
    )
    return redirect(url_for("pool_console.tags"))


@blueprint.post("/tags/<uuid:tag_id>/bring-back")
@policy("staff", permission="people.see")
def bring_tag_back(tag_id: uuid.UUID) -> ResponseReturnValue:
    """Undo `remove_tag`: it is on whoever carried it."""
    shown = tag_by_id(tag_id) or abort(404)
    try:
        restore_tag(tag=shown)
    except NameTakenError:
        notify(_("There is a tag with this word already."), kind="bad")
    return redirect(url_for("pool_console.tags"))


@blueprint.post("/tagging")
@policy("staff", permission="people.see")
def tagging() -> ResponseReturnValue:
    """Put a tag on those ticked, or on everybody found, or take it off."""
    back = _back()
    chosen = _chosen_tag()
    if chosen is None:
        notify(_("Choose a tag, or write a new one."), kind="bad")
        return redirect(back)
    people = list(_people_meant())
    if not people or len(people) > MOST_AT_ONCE:
        few = _("Nobody is ticked.")
        many = _("That is more than 20,000 people at once. Narrow the list first.")
        notify(many if people else few, kind="bad")
        return redirect(back)
    step = uuid7()
    if "off" in request.form:
        count = take_off(tag=chosen, person_ids=people, step=step)
        said = ngettext("Taken off one person.", "Taken off %(num)s people.", count)
    else:
        count = put_on(tag=chosen, person_ids=people, step=step)
        said = ngettext("Put on one person.", "Put on %(num)s people.", count)
    notify(said, undo_url=url_for("pool_console.undo_tagging", step=step) if count else "")
    return redirect(back)


@blueprint.post("/tagging/<uuid:step>/undo")
@policy("staff", permission="people.see")
def undo_tagging(step: uuid.UUID) -> ResponseReturnValue:
    """Undo `tagging`, where nobody did anything since."""
    if not undo_step(step=step):
        abort(404)
    return redirect(url_for("people_console.index"))


def _chosen_tag() -> Tag | None:
    """The tag chosen; or the one whose word was written, made where there is none."""
    word = " ".join(request.form.get("word", "").split())[:40]
    if word and "off" not in request.form:
        try:
            return tag_by_name(word) or create_tag(name=word, colour="brick")
        except TooManyError:
            return None
    tag_id = request.form.get("tag", type=uuid.UUID)
    found = tag_by_id(tag_id) if tag_id else None
    return found if found is not None and found.deleted_at is None else None


def _people_meant() -> Iterator[uuid.UUID] | Sequence[uuid.UUID]:
    if "everybody" not in request.form:
        return request.form.getlist("person", type=uuid.UUID)
    segment_id = request.form.get("segment", type=uuid.UUID)
    found = segment_by_id(segment_id) if segment_id else None
    arguments = request.form.to_dict(flat=False)
    rules = Rules.model_validate(found.rules) if found else Rules.of_arguments(_prefixed(arguments))
    return iter(db.session.scalars(people_matching(rules, g.tenant.zone).limit(MOST_AT_ONCE + 1)))


def _prefixed(arguments: dict[str, list[str]]) -> dict[str, list[str]]:
    """The list's own arguments, which its form carries as ``rule-…`` beside the tag that is chosen."""
    return {
        name.removeprefix("rule-"): values for name, values in arguments.items() if name.startswith("rule-")
    }


def _back() -> str:
    person_id = request.form.get("about", type=uuid.UUID)
    if person_id is not None:
        shown = person_by_id(person_id) or abort(404)
        return url_for("people_console.person", person_id=shown.id)
    segment_id = request.form.get("segment", type=uuid.UUID)
    if segment_id is not None:
        return url_for("pool_console.segment", segment_id=segment_id)
    rules = Rules.of_arguments(_prefixed(request.form.to_dict(flat=False)))
    return url_for("people_console.index", **rules.arguments())


def _tag_or_404(tag_id: uuid.UUID) -> Tag:
    found = tag_by_id(tag_id)
    return found if found is not None and found.deleted_at is None else abort(404)
