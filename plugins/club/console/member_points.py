"""A member's points at the counter: every event with its reason, and corrections by hand."""

import secrets
import uuid

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, notify, policy
from hutong.people import person_by_id, person_names
from plugins.club.console.blueprint import blueprint
from plugins.club.errors import NotEnoughPointsError
from plugins.club.explaining import PAGE, endings, lines_of, next_expiry, reversed_transfers
from plugins.club.levels import standing_of
from plugins.club.models import Member, Programme, Transfer
from plugins.club.point_editing import ADJUST, adjust_points, thing_by_id, undo_adjustment
from plugins.club.point_forms import AdjustForm
from plugins.club.queries import member_by_id, programme, standing_card
from plugins.club.reasons import by_number, reason_in_words, rule_titles
from plugins.club.sections import at_counter

ADJUSTS = "club.adjust"


@blueprint.route("/members/<uuid:member_id>/points", methods=["GET", "POST"])
@policy("staff", permission=ADJUSTS)
def member_points(member_id: uuid.UUID) -> ResponseReturnValue:
    """Every event, and what is put right by hand."""
    run, member = programme() or abort(404), standing_card(member_by_id(member_id)) or abort(404)
    form = AdjustForm()
    if form.validate_on_submit():
        points = form.points.data if form.way.data == "give" else -form.points.data
        try:
            made = adjust_points(
                run=run,
                member=member,
                points=points,
                note=form.note.data,
                nonce=(form.nonce.data or secrets.token_urlsafe(16))[:40],
                by=g.person.id,
            )
        except NotEnoughPointsError:
            form.points.errors = [_("They have only %(count)s.", count=max(member.balance, 0))]
        else:
            if made is not None:
                undo = url_for("club_console.undo_points", transfer_id=made.id, member_id=member.id)
                notify(_("Done: %(points)s.", points=by_number(points)), undo_url=undo)
            return redirect(url_for("club_console.member_points", member_id=member.id))
    form.nonce.data = form.nonce.data or secrets.token_urlsafe(16)
    return _page(run, member, form)


@blueprint.post("/members/<uuid:member_id>/points/<uuid:transfer_id>/undo")
@policy("staff", permission=ADJUSTS)
def undo_points(member_id: uuid.UUID, transfer_id: uuid.UUID) -> ResponseReturnValue:
    """The inverse of a correction."""
    transfer = thing_by_id(Transfer, transfer_id) or abort(404)
    if undo_adjustment(transfer=transfer, by=g.person.id) is None:
        notify(_("This was undone before."))
    else:
        notify(_("Undone."))
    return redirect(url_for("club_console.member_points", member_id=member_id))


@at_counter(order=10)
def points_at_counter(run: Programme, member: Member) -> str:
    """What ends next, how far the next tier is."""
    return render_template(
        "club/console/_member_points.html",
        run=run,
        member=member,
        ending=next_expiry(member),
        standing=standing_of(member),
    )


def _page(run: Programme, member: Member, form: AdjustForm) -> ResponseReturnValue:
    number = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    lines = lines_of(member, number)
    transfers = [line.transfer for line in lines]
    person = person_by_id(member.person_id)
    page = render_template(
        "club/console/member_points.html",
        run=run,
        member=member,
        name=(person.name if person else "") or member.number,
        form=form,
        lines=lines[:PAGE],
        older=len(lines) > PAGE,
        page=number,
        titles=rule_titles(transfers, g.tenant),
        names=person_names(transfer.recorded_by for transfer in transfers),
        undone=reversed_transfers([transfer.id for transfer in transfers]),
        endings=endings(member),
        standing=standing_of(member),
        adjust=ADJUST,
        by_number=by_number,
        reason_in_words=reason_in_words,
    )
    return page, 422 if form.errors else 200
