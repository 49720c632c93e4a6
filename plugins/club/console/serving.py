"""Serving one member: who it is, what they paid, what they can have, what happened."""

import secrets
import uuid
from collections.abc import Mapping
from typing import Any

from flask import abort, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from hutong import can_open, gettext as _, interface_language, notify, now, policy
from hutong.money import format_money
from plugins.club.console.blueprint import blueprint
from plugins.club.console.standing import LAST_PLACE
from plugins.club.earning import preview_earning
from plugins.club.errors import StoppedCardError
from plugins.club.models import Programme, Visit
from plugins.club.queries import places, programme
from plugins.club.sections import at_counter
from plugins.club.serving import Served, last_visits, place_names, served_member, visit_by_id
from plugins.club.visit_form import VisitForm
from plugins.club.visits import check_in, points_of, record_visit, refund_visit


@blueprint.get("/members/<uuid:member_id>")
@policy("staff", permission="club.serve")
def member(member_id: uuid.UUID) -> ResponseReturnValue:
    """A member at the counter."""
    run = run_or_404()
    return _member_page(run, served_or_404(member_id), _visit_form(run))


@blueprint.get("/members/<uuid:member_id>/visit")
@policy("staff", permission="club.serve")
def confirm_visit(member_id: uuid.UUID) -> ResponseReturnValue:
    """What they paid, once more and in large, before it is recorded."""
    run, served = run_or_404(), served_or_404(member_id)
    if "amount" not in request.args:
        return redirect(url_for("club_console.member", member_id=served.member.id))
    form = _visit_form(run, request.args)
    if not served.works or not form.validate():
        return _member_page(run, served, form)
    form.nonce.data = secrets.token_urlsafe(18)  # this page is one visit, whatever the page before it did
    return render_template(
        "club/console/confirm_visit.html",
        run=run,
        served=served,
        form=form,
        amount=format_money(form.amount.data or 0, run.currency),
        lines=_summary(run, served, form),
    )


@blueprint.post("/members/<uuid:member_id>/visit")
@policy("staff", permission="club.serve")
def record(member_id: uuid.UUID) -> ResponseReturnValue:
    """Record a paid visit; the same page sent twice is one visit."""
    run, served = run_or_404(), served_or_404(member_id)
    form = _visit_form(run, request.form)
    if not form.validate():
        return _member_page(run, served, form)
    return _recorded(run, served, form, is_paid=True)


@blueprint.post("/members/<uuid:member_id>/check-in")
@policy("staff", permission="club.serve")
def record_check_in(member_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody is here, and pays nothing now."""
    run, served = run_or_404(), served_or_404(member_id)
    form = _visit_form(run, request.form)
    if not form.note.validate(form):
        return _member_page(run, served, form)
    return _recorded(run, served, form, is_paid=False)


@blueprint.get("/visits/<uuid:visit_id>/refund")
@policy("staff", permission="club.serve")
def ask_refund(visit_id: uuid.UUID) -> str:
    """Before a visit is taken back: what goes with it."""
    run, visit = run_or_404(), visit_by_id(visit_id) or abort(404)
    return render_template(
        "club/console/refund.html",
        run=run,
        visit=visit,
        served=served_or_404(visit.member_id),
        amount=format_money(visit.amount, run.currency),
        goes=_what_goes(run, visit),
    )


@blueprint.post("/visits/<uuid:visit_id>/refund")
@policy("staff", permission="club.serve")
def refund(visit_id: uuid.UUID) -> ResponseReturnValue:
    """Take a visit back, once."""
    run, visit = run_or_404(), visit_by_id(visit_id) or abort(404)
    if not refund_visit(visit=visit, refunded_by=g.person.id):
        notify(_("This was taken back before."))
    elif visit.kind == "paid":
        amount = format_money(visit.amount, run.currency)
        notify(_("%(amount)s taken back, and the points of it.", amount=amount))
    else:
        notify(_("The check-in is taken back."))
    return redirect(url_for("club_console.member", member_id=visit.member_id))


def run_or_404() -> Programme:
    """The club, once it is set up."""
    return programme() or abort(404)


def served_or_404(member_id: uuid.UUID) -> Served:
    """The member meant; for a card that was merged into another, that one."""
    return served_member(member_id) or abort(404)


def _visit_form(run: Programme, sent: Any = None) -> VisitForm:
    """The form of a visit: `sent` as it came, or a new one for this browser's counter."""
    form = VisitForm()
    form.amount.currency = run.currency
    known = [(str(place.id), g.tenant.text(place.name, interface_language())) for place in places()]
    form.offer_places(known)
    form.process(sent, data={"place": session.get(LAST_PLACE, ""), "nonce": secrets.token_urlsafe(18)})
    return form


def _more(served: Served) -> list[Mapping[str, object]]:
    """What else is done with a card: rows of the menu in the heading."""
    member = served.member
    if member.state == "left":
        return []
    rows: list[Mapping[str, object]] = []
    if can_open("people_console.person"):
        about = url_for("people_console.person", person_id=member.person_id)
        rows.append({"label": _("All about this person"), "url": about, "icon": "person"})
    if served.person.role in ("member", "contact"):
        elsewhere = url_for("club_console.other_phone", member_id=member.id)
        rows.append({"label": _("Open it on their phone"), "url": elsewhere, "icon": "phone"})
    renewal = url_for("club_console.renew", member_id=member.id)
    rows.append({"label": _("New number"), "post": renewal, "icon": "key"})
    if member.state == "stopped":
        again = url_for("club_console.start", member_id=member.id)
        return [*rows, {"label": _("Start it again"), "post": again, "icon": "play"}]
    stop = url_for("club_console.stop", member_id=member.id)
    return [*rows, {"label": _("Stop this card"), "post": stop, "icon": "pause", "lose": True}]


def _summary(run: Programme, served: Served, form: VisitForm) -> list[tuple[str, str]]:
    """What recording it will do, in pairs of words."""
    points = g.tenant.text(run.points_name, interface_language())
    verdicts = [
        verdict for verdict in preview_earning(served.member, form.amount.data or 0, now()) if verdict.points
    ]
    earned = sum(verdict.points for verdict in verdicts)
    lines = [(_("%(points)s now", points=points), str(served.member.balance))]
    lines += [
        (g.tenant.text(verdict.rule.title, interface_language()) or _("Earns"), f"+{verdict.points}")
        for verdict in verdicts
    ]
    lines.append((_("%(points)s after it", points=points), str(served.member.balance + earned)))
    place_id = form.place_id()
    if place_id:
        lines.append(
            (_("Where"), g.tenant.text(place_names([place_id])[place_id].name, interface_language()))
        )
    if form.note.data:
        lines.append((_("Note"), form.note.data))
    return lines


def _what_goes(run: Programme, visit: Visit) -> list[str]:
    """What is lost when a visit is taken back."""
    goes = [_("It doesn’t count as a visit any more.")]
    earned = points_of(visit, visit.member_id)
    if earned:
        points = g.tenant.text(run.points_name, interface_language())
        goes.append(
            _(
                "%(count)s %(points)s go with it; what was spent of them stays owed.",
                count=earned,
                points=points,
            )
        )
    if visit.kind == "paid":
        goes.append(_("The money itself you give back yourself."))
    return goes


def _recorded(run: Programme, served: Served, form: VisitForm, *, is_paid: bool) -> ResponseReturnValue:
    facts = {
        "member": served.member,
        "nonce": form.nonce.data or secrets.token_urlsafe(18),
        "recorded_by": g.person.id,
        "place_id": form.place_id(),
        "note": form.note.data or "",
    }
    try:
        visit, is_new = record_visit(amount=form.amount.data or 0, **facts) if is_paid else check_in(**facts)
    except StoppedCardError:
        notify(_("This card is stopped. Nothing was recorded."), kind="bad")
        return redirect(url_for("club_console.member", member_id=served.member.id))
    session[LAST_PLACE] = form.place.data or ""
    _tell(run, visit, is_new)
    return redirect(url_for("club_console.member", member_id=visit.member_id))


def _tell(run: Programme, visit: Visit, is_new: bool) -> None:
    undo = url_for("club_console.refund", visit_id=visit.id)
    said = (
        _("%(amount)s recorded.", amount=format_money(visit.amount, run.currency))
        if visit.kind == "paid"
        else _("Checked in.")
    )
    earned = points_of(visit, visit.member_id) if is_new else 0
    if not is_new:
        notify(_("This was recorded already, once."))
    elif earned:
        points = g.tenant.text(run.points_name, interface_language())
        more = _("%(count)s %(points)s more.", count=earned, points=points)
        notify(f"{said} {more}", undo_url=undo)
    else:
        notify(said, undo_url=undo)


def _member_page(run: Programme, served: Served, form: VisitForm) -> ResponseReturnValue:
    visits = last_visits(served.member.id)
    page = render_template(
        "club/console/member.html",
        run=run,
        served=served,
        form=form,
        visits=visits,
        places=place_names([visit.place_id for visit in visits]),
        pieces=at_counter.drawn(run, served.member),
        money=format_money,
        sign=format_money(0, run.currency).strip("0 \xa0"),
        more=_more(served),
    )
    return page, 422 if form.errors else 200
