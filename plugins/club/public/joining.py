"""The club's page: who has no card yet joins; who has one sees it."""

from typing import Any

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import asked_via, count_visit, link_in_use, policy
from hutong.fields import page_token, posted_token
from hutong.people import Person, join_community, person_by_id, person_here, remember_person
from plugins.club.errors import ClubPausedError
from plugins.club.join_forms import join_form
from plugins.club.models import Programme
from plugins.club.operations import join_club, joined_with, who_just_joined
from plugins.club.public.blueprint import blueprint
from plugins.club.public.card import card_here, card_page
from plugins.club.queries import programme

PURPOSE = "join"


@blueprint.get("/")
@policy("anyone")
def index() -> ResponseReturnValue:
    """The card, or what one gets by joining."""
    run = programme() or abort(404)
    card = card_here()
    if card is not None:
        return card_page(run, card)
    count_visit(plugin="club", object_kind="programme", object_id=run.id)
    return _join_page(run, join_form(is_known=_known() is not None, asks_birthday=run.asks_birthday))


@blueprint.post("/join")
@policy("anyone")
def join() -> ResponseReturnValue:
    """Join; somebody this phone knows already only gets the card. The same form again is the same card."""
    run = programme() or abort(404)
    if card_here() is not None:
        return redirect(url_for("club.index"))
    token = posted_token(run.id, PURPOSE)
    here, person = person_here(), _known()
    if person is None and joined_with(token.nonce) is not None:
        return _to_card(who_just_joined(token.nonce))
    form = join_form(is_known=person is not None, asks_birthday=run.asks_birthday, sent=request.form)
    if run.state != "open" or not form.validate():
        return _join_page(run, form)
    link, nonce = link_in_use(), None
    if person is None:
        nonce = token.nonce
        person = join_community(name=form.name.data, email=form.email.data, phone=form.phone.data)
    try:
        join_club(
            person_id=person.id,
            birthday=form.birthday if run.asks_birthday else "",
            share_link_id=link.id if link else None,
            known_as=here.id if here else None,
            nonce=nonce,
        )
    except ClubPausedError:  # paused in this very moment
        return _join_page(run, form)
    return _to_card(person)


def _to_card(person: Person | None) -> ResponseReturnValue:
    """On to the club's page; the phone remembers whose it is, where that is sure."""
    response = make_response(redirect(url_for("club.index")))
    return remember_person(response, person) if person else response


def _known() -> Person | None:
    here = person_here()
    return person_by_id(here.id) if here else None


def _join_page(run: Programme, form: Any) -> ResponseReturnValue:
    if run.state != "open":
        return render_template("club/paused.html", run=run)
    link = link_in_use()
    page = render_template(
        "club/join.html",
        run=run,
        form=form,
        person=_known(),
        token=page_token(run.id, PURPOSE),
        via=asked_via(),
        is_sent=link is not None and link.shared_by is not None,
    )
    return page, 422 if form.errors else 200
