"""Where the business serves: the list that counters choose from."""

import uuid

from flask import abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hutong import (
    AskedText,
    AskedTexts,
    digest_of,
    form_conflict_page,
    gettext as _,
    lazy_gettext as _l,
    notify,
    policy,
    texts_data,
    texts_form,
)
from plugins.club.console.blueprint import blueprint
from plugins.club.models import Place
from plugins.club.placing import (
    bin_place,
    binned_places,
    create_place,
    known_place,
    move_place,
    restore_place,
)
from plugins.club.queries import places
from plugins.club.sections import ROOMS

WORDS: AskedTexts = {
    "name": AskedText(_l("What the place is called"), 60, needed=_l("Give it a name; customers read it too."))
}

ROOMS.add("club_console.place_list", "pin", _l("Counters and branches"), order=60)


@blueprint.get("/places")
@policy("admin")
def place_list() -> str:
    """All places in their order."""
    return render_template("club/console/places.html", places=places(), binned=binned_places())


@blueprint.route("/places/new", methods=["GET", "POST"])
@policy("admin")
def new_place() -> ResponseReturnValue:
    """One more."""
    form = texts_form(WORDS, g.tenant.languages)()
    if form.validate_on_submit():
        create_place(name=form.texts()["name"])
        notify(_("The counter can choose it from now on."))
        return redirect(url_for("club_console.place_list"))
    return render_template("club/console/place.html", form=form, place=None), 422 if form.errors else 200


@blueprint.route("/places/<uuid:place_id>", methods=["GET", "POST"])
@policy("admin")
def place(place_id: uuid.UUID) -> ResponseReturnValue:
    """Rename it."""
    found = _place_or_404(place_id)
    saved = texts_data({"name": found.name})
    form = texts_form(WORDS, g.tenant.languages)(data={**saved, "base": digest_of(saved)})
    back = url_for("club_console.place_list")
    if form.validate_on_submit():
        if form.base.data != digest_of(saved):
            return form_conflict_page(
                _("Counters and branches"), form, saved, base=digest_of(saved), back=back
            )
        found.name = form.texts()["name"]
        notify(_("Saved."))
        return redirect(back)
    return render_template("club/console/place.html", form=form, place=found), 422 if form.errors else 200


@blueprint.post("/places/<uuid:place_id>/move/<way>")
@policy("admin")
def step_place(place_id: uuid.UUID, way: str) -> ResponseReturnValue:
    """One step up or down."""
    move_place(place=_place_or_404(place_id), way=way)
    return redirect(url_for("club_console.place_list"))


@blueprint.post("/places/<uuid:place_id>/bin")
@policy("admin")
def bin_the_place(place_id: uuid.UUID) -> ResponseReturnValue:
    """Into the bin, with an undo."""
    bin_place(place=_place_or_404(place_id))
    undo = url_for("club_console.restore_the_place", place_id=place_id)
    notify(_("Moved to the bin. Visits there keep its name."), undo_url=undo)
    return redirect(url_for("club_console.place_list"))


@blueprint.post("/places/<uuid:place_id>/restore")
@policy("admin")
def restore_the_place(place_id: uuid.UUID) -> ResponseReturnValue:
    """Out of the bin."""
    restore_place(place=known_place(place_id, in_bin=True) or abort(404))
    notify(_("It is back."))
    return redirect(url_for("club_console.place_list"))


def _place_or_404(place_id: uuid.UUID) -> Place:
    return known_place(place_id, in_bin=False) or abort(404)
