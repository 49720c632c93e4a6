"""The club's page: who has no card yet joins; who has one sees it."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import (
    asked_via,
    count_visit,
    join_community,
    link_in_use,
    page_token,
    person_by_id,
    person_here,
    policy,
    posted_token,
    remember_person,
)
from plugins.club.forms import JoinForm
from plugins.club.models import Member, Programme
from plugins.club.operations import join_club
from plugins.club.public.blueprint import blueprint
from plugins.club.queries import member_of_person, programme
from plugins.club.sections import on_card

PURPOSE = "join"


@blueprint.get("/")
@policy("anyone")
def index() -> ResponseReturnValue:
    """The card, or what one gets by joining."""
    run = programme() or abort(404)
    card = card_here()
    if card is None:
        count_visit(plugin="club", object_kind="programme", object_id=run.id)
        return _join_page(run, JoinForm())
    page = make_response(
        render_template("club/card.html", run=run, member=card, pieces=on_card.drawn(run, card))
    )
    page.headers["Cache-Control"] = "no-store"
    return page


@blueprint.post("/join")
@policy("anyone")
def join() -> ResponseReturnValue:
    """Join; somebody this phone knows already only gets the card."""
    run = programme() or abort(404)
    if card_here() is not None:
        return redirect(url_for("club.index"))
    posted_token(run.id, PURPOSE)
    form = JoinForm(request.form)
    if not form.validate():
        return _join_page(run, form)
    link = link_in_use()
    here = person_here()
    person = person_by_id(here.id) if here else None
    if person is None:
        person = join_community(name=form.name.data, email=form.email.data, phone=form.phone.data)
    join_club(
        person_id=person.id,
        share_link_id=link.id if link else None,
        known_as=here.id if here else None,
    )
    return remember_person(make_response(redirect(url_for("club.index"))), person)


def card_here() -> Member | None:
    """The card of whom this phone is known as."""
    here = person_here()
    return member_of_person(here.id) if here else None


def _join_page(run: Programme, form: JoinForm) -> ResponseReturnValue:
    page = render_template(
        "club/join.html", run=run, form=form, token=page_token(run.id, PURPOSE), via=asked_via()
    )
    return page, 422 if form.errors else 200
