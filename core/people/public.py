"""Joining, coming back and leaving, on the public side, without a password."""

from typing import Any

from flask import Blueprint, abort, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import ImmutableMultiDict

from core.database import db
from core.fields.posting import page_token, posted_token
from core.i18n import gettext as _, interface_language
from core.mail.operations import send_mail
from core.people.forms import CodeForm, JoinForm, ReturnForm
from core.people.joining import join_community, may_be_mailed
from core.people.models import Person
from core.people.operations import LastOwnerError, leave
from core.people.queries import person_by_email
from core.people.returning import new_code_for, person_of_link, personal_link_token, redeem_code
from core.people.sections import sections_of
from core.people.sessions import forget_person, remember_person
from core.policy import policy
from core.urls import public_url

blueprint = Blueprint("people", __name__, subdomain="public", template_folder="templates")


@blueprint.route("/join", methods=["GET", "POST"])
@policy("anyone")
def join() -> ResponseReturnValue:
    """Become a member; or wait at the door of a full plan, with nothing lost."""
    if g.person is not None:
        return redirect(url_for("people.me"))
    form = JoinForm(_posted("join"))
    if request.method == "POST" and form.validate():
        person = join_community(name=form.name.data, email=form.email.data or "")
        response = make_response(redirect(url_for("people.me", welcome=1)))
        return remember_person(response, person)
    return _form_page("people/join.html", form, "join")


@blueprint.route("/return", methods=["GET", "POST"])
@policy("anyone")
def come_back() -> ResponseReturnValue:
    """Ask for a code by mail. The answer is the same whether we know the address or not."""
    form = ReturnForm(_posted("return"))
    if request.method == "POST" and form.validate():
        person = person_by_email(form.email.data)
        if person is not None and person.state != "left" and may_be_mailed(person):
            _mail_code(person, form.email.data)
        return render_template(
            "people/code.html", form=CodeForm(), email=form.email.data, token=_token("code")
        )
    return _form_page("people/return.html", form, "return")


@blueprint.post("/code")
@policy("token")
def code() -> ResponseReturnValue:
    """Redeem the mailed code."""
    form = CodeForm(_posted("code"))
    email = request.form.get("email", "")[:254]
    if form.validate():
        person = person_by_email(email)
        if person is not None and person.state != "left" and redeem_code(person=person, code=form.code.data):
            return remember_person(make_response(redirect(url_for("people.me"))), person)
        db.session.commit()  # the wrong guess counts
        form.code.errors = [_("This code isn’t right, or ten minutes have passed. Ask for a new one.")]
    page = render_template("people/code.html", form=form, email=email, token=_token("code"))
    return page, 422


@blueprint.route("/me/<token>", methods=["GET", "POST"])
@policy("token")
def personal_link(token: str) -> ResponseReturnValue:
    """Come back by the personal link. The GET only asks, because link previews follow links too."""
    person = person_of_link(token) or abort(404)
    if request.method == "POST":
        _posted("personal")
        return remember_person(make_response(redirect(url_for("people.me"))), person)
    return render_template("people/personal_link.html", person=person, token=_token("personal"))


@blueprint.get("/me")
@policy("anyone")
def me() -> ResponseReturnValue:
    """What this community knows about the visitor, and the way out."""
    if g.person is None:
        return redirect(url_for("people.join"))
    return _my_page(welcome="welcome" in request.args)


@blueprint.post("/me/link")
@policy("anyone")
def make_link() -> ResponseReturnValue:
    """Show a fresh personal link once."""
    _posted("leave")
    if g.person is None:
        return redirect(url_for("people.join"))
    address = public_url(
        g.tenant, "people.personal_link", token=personal_link_token(person=g.person), lang=None
    )
    return _my_page(address=address)


@blueprint.post("/leave")
@policy("anyone")
def go() -> ResponseReturnValue:
    """Leave: this phone and all others forget; the seat is free."""
    _posted("leave")
    if g.person is None:
        return redirect(url_for("people.join"))
    try:
        leave(person=g.person)
    except LastOwnerError:
        return _my_page(problem=_("You are the only owner. Make somebody else an owner first.")), 422
    g.person = None
    return forget_person(make_response(render_template("people/left.html")))


def _my_page(**shown: Any) -> str:
    sections = sections_of("me", g.person)
    return render_template(
        "people/me.html", person=g.person, token=_token("leave"), sections=sections, **shown
    )


def _mail_code(person: Person, address: str) -> None:
    """To the address that was typed: of two people who turned out to be one, either is theirs."""
    send_mail(
        to=address,
        template="people/mail/code",
        language=person.language or interface_language(),
        shop=g.tenant.name_in(person.language or interface_language()),
        code=new_code_for(person=person),
    )


def _form_page(template: str, form: JoinForm | ReturnForm, purpose: str) -> ResponseReturnValue:
    page = render_template(template, form=form, token=_token(purpose), via=request.values.get("via", ""))
    return page, 422 if form.errors else 200


def _token(purpose: str) -> str:
    return page_token("people", purpose)


def _posted(purpose: str) -> ImmutableMultiDict[str, str] | None:
    """The form that was sent, if its token is ours. Raises `ForgeryError`."""
    if request.method != "POST":
        return None
    posted_token("people", purpose)
    return request.form
