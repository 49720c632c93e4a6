"""Codes on paper: made within the cap, printed on sheets, saved as a table."""

import uuid

from flask import Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length, NumberRange

from hutong import (
    WholeNumber,
    day_and_time,
    gettext as _,
    lazy_gettext as _l,
    new_code,
    notify,
    policy,
    public_url,
)
from hutong.exports import BOM, csv_text
from hutong.pages import qr_svg
from plugins.club.console.blueprint import blueprint
from plugins.club.console.offers import EDIT, offer_or_404, programme_or_404
from plugins.club.coupon_errors import OfferNotOpenError
from plugins.club.models import Coupon, Offer
from plugins.club.offer_queries import why_not_open
from plugins.club.offer_words import benefit, day_in_words, left_in_words, title_of
from plugins.club.opening_times import last_day_of
from plugins.club.paper import (
    BATCH_LENGTH,
    MOST_AT_ONCE,
    batches_of,
    coupons_of_batch,
    grouped,
    is_batch,
    print_coupons,
)
from plugins.club.refusals import not_open

SHEETS = {"8": 8, "12": 12}


class PaperForm(FlaskForm):  # type: ignore[misc]
    """How many; the same form twice makes them once."""

    key = HiddenField(validators=[InputRequired(), Length(BATCH_LENGTH, BATCH_LENGTH)])
    count = WholeNumber(
        _l("How many codes"),
        default=24,
        validators=[
            InputRequired(_l("How many codes?")),
            NumberRange(1, MOST_AT_ONCE, _l("From 1 to 480 at a time.")),
        ],
    )


@blueprint.route("/offers/<uuid:offer_id>/paper", methods=["GET", "POST"])
@policy("staff", permission=EDIT)
def paper(offer_id: uuid.UUID) -> ResponseReturnValue:
    """Make codes, and what was made before."""
    offer = offer_or_404(offer_id, lock=request.method == "POST")
    form = PaperForm(key=new_code(BATCH_LENGTH))
    if form.validate_on_submit() and is_batch(form.key.data):
        try:
            batch = print_coupons(offer=offer, count=form.count.data, key=form.key.data)
        except OfferNotOpenError as refused:
            words = not_open(refused.why)
            left = left_in_words(offer)
            form.count.errors = [_("%(title)s. %(left)s", title=words.title, left=left).strip()]
        else:
            notify(_("Here they are. Print the sheet, or save the table."))
            return redirect(url_for("club_console.paper_sheet", offer_id=offer.id, batch=batch))
    page = render_template(
        "club/console/paper.html",
        offer=offer,
        title=title_of(offer, g.tenant),
        form=form,
        left=left_in_words(offer),
        why=why_not_open(offer),
        batches=[(one, day_and_time(one.made_at, g.tenant.zone)) for one in batches_of(offer)],
    )
    return page, 422 if form.errors else 200


@blueprint.get("/offers/<uuid:offer_id>/paper/<batch>")
@policy("staff", permission=EDIT)
def paper_sheet(offer_id: uuid.UUID, batch: str) -> str:
    """The sheets of a batch, 8 or 12 coupons on each."""
    offer, run, coupons = offer_or_404(offer_id), programme_or_404(), _batch(offer_id, batch)
    per_sheet = SHEETS.get(request.args.get("per", ""), 8)
    ends = coupons[0].ends_at
    return render_template(
        "club/console/paper_sheet.html",
        offer=offer,
        batch=batch,
        title=title_of(offer, g.tenant),
        gives=benefit(offer, run.currency),
        until=day_in_words(last_day_of(ends, g.tenant.zone)) if ends else "",
        per_sheet=per_sheet,
        sheets=[coupons[start : start + per_sheet] for start in range(0, len(coupons), per_sheet)],
        code_of=_code_of,
        grouped=grouped,
    )


@blueprint.get("/offers/<uuid:offer_id>/paper/<batch>.csv")
@policy("staff", permission=EDIT)
def paper_table(offer_id: uuid.UUID, batch: str) -> Response:
    """The codes and their addresses as a table, for a printing house."""
    offer_or_404(offer_id)
    rows = [[_("Code"), _("Address"), _("Good until")]]
    for coupon in _batch(offer_id, batch):
        last = last_day_of(coupon.ends_at, g.tenant.zone).date().isoformat() if coupon.ends_at else ""
        rows.append([coupon.code, _address(coupon), last])
    return Response(
        BOM + csv_text(rows),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="coupons-{batch}.csv"'},
    )


def _batch(offer_id: uuid.UUID, batch: str) -> list[Coupon]:
    offer: Offer = offer_or_404(offer_id)
    coupons = list(coupons_of_batch(offer, batch)) if is_batch(batch) else []
    return coupons or abort(404)


def _address(coupon: Coupon) -> str:
    return public_url(g.tenant, "club.scanned", coupon_code=coupon.code, lang=None)


def _code_of(coupon: Coupon) -> str:
    return qr_svg(_address(coupon), _("Code %(code)s", code=grouped(coupon.code)))
