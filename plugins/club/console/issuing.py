"""A card made at the counter, and a card opened on another phone: for who has lost theirs, or joins here."""

import secrets
import uuid

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, notify, policy, public_url, record_act
from hutong.pages import qr_svg
from hutong.people import forget_phones, join_community, personal_link_token
from plugins.club.carding import renew_card
from plugins.club.console.blueprint import blueprint
from plugins.club.console.serving import run_or_404, served_or_404
from plugins.club.errors import ClubPausedError, StoppedCardError
from plugins.club.issue_form import CounterJoinForm
from plugins.club.models import Member
from plugins.club.operations import join_club, joined_with
from plugins.club.serving import Served

OPEN_TO = ("member", "contact")
"""Roles whose phone the counter can replace; a colleague's own page opens by their own hand only."""


@blueprint.route("/members/new", methods=["GET", "POST"])
@policy("staff", permission="club.serve")
def new_card() -> ResponseReturnValue:
    """A card for somebody who stands here."""
    run = run_or_404()
    form = CounterJoinForm(name=request.args.get("name", "")[:80])
    if form.validate_on_submit():
        member = _made_card(form)
        notify(_("The card is there. Open it on their phone from the menu above."))
        return redirect(url_for("club_console.member", member_id=member.id))
    form.nonce.data = form.nonce.data or secrets.token_urlsafe(18)
    page = render_template("club/console/new_card.html", run=run, form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/members/<uuid:member_id>/phone", methods=["GET", "POST"])
@policy("staff", permission="club.serve")
def other_phone(member_id: uuid.UUID) -> ResponseReturnValue:
    """A code that opens the card on the phone in their hand; it is shown once.

    With ``lost`` the phone they had forgets them first, and the card gets a new number.
    """
    served = served_or_404(member_id)
    if not may_open_elsewhere(served):
        abort(404)
    code = None
    if request.method == "POST":
        if "lost" in request.form:
            _forget(served)
        token = personal_link_token(person=served.person)
        address = public_url(g.tenant, "people.personal_link", token=token, lang=None)
        code = qr_svg(address, _("QR code that opens the card"))
        record_act(
            stage="service",
            verb="other_phone",
            plugin="club",
            object_kind="member",
            object_id=served.member.id,
            person_id=served.person.id,
        )
    page = render_template("club/console/phone.html", served=served, code=code)
    return page, 200, {"Cache-Control": "no-store"}


def may_open_elsewhere(served: Served) -> bool:
    """Whether the counter can open this card on another phone."""
    return served.person.role in OPEN_TO and served.person.state != "left" and served.member.state != "left"


def _made_card(form: CounterJoinForm) -> Member:
    """The card that this form makes; sent again it is the same one."""
    key = form.key()
    known = joined_with(key) if key else None
    if known is not None:
        return known
    try:
        person = join_community(name=form.name.data, phone=form.phone.data)
        return join_club(person_id=person.id, nonce=key)
    except ClubPausedError:
        abort(409)


def _forget(served: Served) -> None:
    forget_phones(person=served.person)
    try:
        renew_card(served.member)
    except StoppedCardError:  # has left: `may_open_elsewhere` says so before
        abort(404)
