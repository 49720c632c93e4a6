"""The prizes of a draw: a new one, changing one, taking one out."""

import uuid
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import digest_of, form_conflict_page, gettext as _, notify, policy, texts_data
from hutong.photos import PhotoError, photo_fault, store_photo
from hutong_luckydraw.console.blueprint import EDIT, blueprint, draw_or_404
from hutong_luckydraw.errors import DrawError, OddsFixedError, StockTooSmallError
from hutong_luckydraw.forms import prize_form
from hutong_luckydraw.models import Draw, Prize
from hutong_luckydraw.operations import add_prize, change_prize, remove_prize
from hutong_luckydraw.pictures import pictures_of
from hutong_luckydraw.queries import prize_by_id, prizes_of
from hutong_luckydraw.words import promise_in_words, refusal_of, said


@blueprint.route("/<uuid:draw_id>/prizes/new", methods=["GET", "POST"])
@policy("staff", permission=EDIT)
def new_prize(draw_id: uuid.UUID) -> ResponseReturnValue:
    """One more; while the draw is open the odds stay, so that none can be added."""
    found = draw_or_404(draw_id, lock=request.method == "POST")
    form = prize_form(g.tenant.languages)()
    if form.validate_on_submit() and (photo := _photo(form)) is not None:
        try:
            add_prize(draw=found, **_values(form), photo=photo)
        except DrawError as error:
            form.tries.errors = [_in_a_line(error)]
        else:
            notify(promise_in_words(prizes_of(found)))
            return redirect(url_for("luckydraw_console.draw", draw_id=found.id))
    return _page(found, form, None)


@blueprint.route("/<uuid:draw_id>/prizes/<uuid:prize_id>", methods=["GET", "POST"])
@policy("staff", permission=EDIT)
def prize(draw_id: uuid.UUID, prize_id: uuid.UUID) -> ResponseReturnValue:
    """Change one; the second of two editors sees both versions."""
    found = draw_or_404(draw_id, lock=request.method == "POST")
    its_prize = _prize_or_404(found, prize_id)
    names = ("icon", "stock", "wins", "tries")
    saved = {**texts_data({"name": its_prize.name}), **{name: getattr(its_prize, name) for name in names}}
    base = digest_of({**saved, "photo": its_prize.photo})
    form = prize_form(g.tenant.languages)(data={**saved, "base": base})
    back = url_for("luckydraw_console.draw", draw_id=found.id)
    if form.validate_on_submit() and (photo := _photo(form)) is not None:
        if form.base.data != base:
            return form_conflict_page(said(its_prize.name), form, saved, base=base, back=back)
        kept = "" if form.without_photo.data else its_prize.photo
        try:
            change_prize(draw=found, prize=its_prize, **_values(form), photo=photo or kept)
        except StockTooSmallError as error:
            form.stock.errors = [_in_a_line(error)]
        except OddsFixedError as error:
            form.tries.errors = [_in_a_line(error)]
        else:
            notify(promise_in_words(prizes_of(found)))
            return redirect(back)
    return _page(found, form, its_prize)


@blueprint.post("/<uuid:draw_id>/prizes/<uuid:prize_id>/remove")
@policy("staff", permission=EDIT)
def remove(draw_id: uuid.UUID, prize_id: uuid.UUID) -> ResponseReturnValue:
    """Take one out that nobody has won."""
    found = draw_or_404(draw_id, lock=True)
    its_prize = _prize_or_404(found, prize_id)
    try:
        remove_prize(draw=found, prize=its_prize)
    except DrawError as error:
        notify(_in_a_line(error), kind="bad")
    else:
        notify(_("Taken out."))
    return redirect(url_for("luckydraw_console.draw", draw_id=found.id))


def _page(draw: Draw, form: Any, prize: Prize | None) -> ResponseReturnValue:
    page = render_template(
        "luckydraw/console/prize.html",
        draw=draw,
        form=form,
        prize=prize,
        picture=pictures_of([prize], 480).get(prize.photo, "") if prize else "",
        said=said,
    )
    return page, 422 if form.errors else 200


def _values(form: Any) -> dict[str, Any]:
    names = ("icon", "stock", "wins", "tries")
    return {"name": form.texts()["name"], **{name: form[name].data for name in names}}


def _in_a_line(error: DrawError) -> str:
    refusal = refusal_of(error)
    return f"{refusal.title}. {refusal.text}"


def _photo(form: Any) -> str | None:
    """The code of the photo that was sent, empty without one; None where it is none, which the form says."""
    file = form.photo.data
    if not file:
        return ""
    try:
        return store_photo(file=file.stream, name=file.filename, uploaded_by=g.person.id).code
    except PhotoError as error:
        form.photo.errors = [photo_fault(error)]
        return None


def _prize_or_404(draw: Draw, prize_id: uuid.UUID) -> Prize:
    return prize_by_id(draw, prize_id) or abort(404)
