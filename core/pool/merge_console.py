"""Console pages about people who are here twice: suggestions, side by side, merge, undo."""

import uuid

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.i18n import gettext as _, interface_language, ngettext
from core.moments import day
from core.notices import notify
from core.people.forms import ROLE_NAMES
from core.people.info import called
from core.people.models import Person
from core.people.queries import person_by_id
from core.policy import policy
from core.pool.duplicates import suggestions
from core.pool.finding import find_people
from core.pool.merge_queries import belongings_of, merge_by_id, recent_merges
from core.pool.merge_words import WHY_ALIKE, refusal_in_words
from core.pool.merging import (
    MergeRefusedError,
    in_order,
    merge_people,
    part_people,
    say_not_the_same,
    why_not_merge,
    why_not_part,
)
from core.pool.rules import LONGEST_SEARCH
from core.pool.snapshots import CHOSEN, joined_fields

blueprint = Blueprint(
    "duplicates", __name__, subdomain="console", url_prefix="/people/twice", template_folder="templates"
)


@blueprint.get("/")
@policy("admin")
def index() -> str:
    """Who may be here twice, and why it looks like it."""
    return render_template("pool/duplicates.html", suggestions=suggestions(), why=WHY_ALIKE, called=called)


@blueprint.get("/<uuid:person_id>")
@policy("admin")
def choose(person_id: uuid.UUID) -> str:
    """Find the other one by hand."""
    one = _person_or_404(person_id)
    search = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    found = [person for person in find_people(search or one.name) if person.id != one.id]
    if not found and not search:
        found = [person for person in find_people("") if person.id != one.id]
    return render_template("pool/choose_other.html", one=one, search=search, found=found, called=called)


@blueprint.route("/<uuid:person_id>/<uuid:other_id>", methods=["GET", "POST"])
@policy("admin")
def both(person_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """Two people side by side, what happens, and which of their fields stay."""
    kept, gone = in_order(_person_or_404(person_id), _person_or_404(other_id))
    refusal = why_not_merge(kept, gone, by=g.person)
    fault = refusal_in_words(MergeRefusedError(refusal), interface_language()) if refusal else ""
    if request.method == "POST" and not refusal:
        from_gone = [name for name in CHOSEN if request.form.get(name) == "gone"]
        try:
            merge = merge_people(tenant=g.tenant, kept=kept, gone=gone, from_gone=from_gone, by=g.person)
        except MergeRefusedError as error:
            fault = refusal_in_words(error, interface_language())
        else:
            text = _("Now one person: %(name)s.", name=called(kept))
            notify(text, undo_url=url_for("duplicates.part", merge_id=merge.id))
            return redirect(url_for("people_console.person", person_id=merge.person_id))
    return _both_page(kept, gone, fault), 422 if request.method == "POST" else 200


@blueprint.post("/<uuid:person_id>/<uuid:other_id>/two")
@policy("admin")
def not_the_same(person_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """Remember that they are two."""
    one, other = _person_or_404(person_id), _person_or_404(other_id)
    if one.id == other.id:
        abort(404)
    say_not_the_same(one=one, other=other, by=g.person)
    notify(_("Two people, then. You will not be asked about them again."))
    return redirect(url_for("duplicates.index"))


@blueprint.get("/merged")
@policy("admin")
def merged() -> str:
    """Mergings that hold, each with its undo."""
    rows = [
        (merge, person_by_id(merge.person_id), person_by_id(merge.gone_id), why_not_part(merge))
        for merge in recent_merges()
    ]
    return render_template("pool/merged.html", rows=rows, called=called)


@blueprint.post("/merged/<uuid:merge_id>/undo")
@policy("admin")
def part(merge_id: uuid.UUID) -> ResponseReturnValue:
    """Take two people apart again."""
    merge = merge_by_id(merge_id) or abort(404)
    try:
        part_people(tenant=g.tenant, merge=merge)
    except MergeRefusedError as error:
        notify(refusal_in_words(error, interface_language()), kind="bad")
        return redirect(url_for("duplicates.merged"))
    notify(_("They are two again, each with what was theirs."))
    return redirect(url_for("duplicates.merged"))


def _both_page(kept: Person, gone: Person, fault: str) -> str:
    return render_template(
        "pool/both.html",
        kept=kept,
        gone=gone,
        fault=fault,
        called=called,
        fields=[name for name in CHOSEN if getattr(kept, name) and getattr(gone, name)],
        same=[name for name in CHOSEN if getattr(kept, name) == getattr(gone, name)],
        made=joined_fields(kept, gone, ()),
        role_names=ROLE_NAMES,
        known_of={person.id: _known_of(person, kept, gone) for person in (kept, gone)},
        moves_words=_moves_in_words(gone),
    )


def _known_of(person: Person, *both: Person) -> list[tuple[str, str]]:
    """What is known of `person`, line by line as of the other one; without what neither has."""
    since = day(person.joined_at.astimezone(g.tenant.zone))
    names = {"phone": _("Phone"), "email": _("E-mail"), "number": _("Customer number"), "note": _("Note")}
    lines = [(_("Role"), str(ROLE_NAMES[person.role])), (_("Here since"), since)]
    for name, label in names.items():
        if any(getattr(one, name) for one in both):
            lines.append((label, getattr(person, name) or "–"))
    return lines


def _moves_in_words(gone: Person) -> str:
    moves = belongings_of(gone.id)
    words = [
        ngettext("%(num)s thing they did", "%(num)s things they did", moves.acts) if moves.acts else "",
        ngettext("%(num)s entry in the tools", "%(num)s entries in the tools", moves.rows)
        if moves.rows
        else "",
    ]
    return _(", ").join(filter(None, words)) or "–"


def _person_or_404(person_id: uuid.UUID) -> Person:
    return person_by_id(person_id) or abort(404)
