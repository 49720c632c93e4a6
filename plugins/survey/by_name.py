"""Answering by name: a member is told whose name will stand beside the answer, and may leave it out.

The form says it in plain words and seals whom it told into an input. Only that person, on that very form,
gets their name on the answer; a form that said nothing (a visitor's, one opened before this phone knew
somebody, the next customer's on a shared tablet) takes no name.
"""

import uuid
from hmac import compare_digest

from flask import current_app, request
from markupsafe import Markup

from hutong import hash_token
from hutong.fields import TOKEN_FIELD
from hutong.people import PersonInfo, person_here
from plugins.survey.asking import DRAFT, Asking

NEXT = "next"
"""In the address of a form that was handed on to the next customer."""
TOLD, LEFT_OUT = "answer_as", "without_name"


def name_line(asking: Asking, token: str) -> Markup:
    """Whose name would be taken, with the choice to leave it out; empty where none would be."""
    person = _who_would_be_named(asking)
    if person is None:
        return Markup()
    template = current_app.jinja_env.get_template("survey/_by_name.html")
    line = template.render(  # by itself: what surrounds a page (menu, notices) is in the page that is kept
        person=person,
        told=_seal(person, token),
        told_field=TOLD,
        left_out_field=LEFT_OUT,
        left_out=LEFT_OUT in request.form,
    )
    return Markup(line)  # noqa: S704 - our own template, autoescaped


def named_person(asking: Asking) -> uuid.UUID | None:
    """Whose name goes with the answer that was sent: the one the form told so, if they let it."""
    person = _who_would_be_named(asking)
    if person is None or LEFT_OUT in request.form:
        return None
    told = request.form.get(TOLD, "").encode()
    expected = _seal(person, request.form.get(TOKEN_FIELD, "")).encode()
    return person.id if compare_digest(told, expected) else None


def _who_would_be_named(asking: Asking) -> PersonInfo | None:
    if asking.nameless or asking.number == DRAFT or NEXT in request.args:
        return None
    return person_here()


def _seal(person: PersonInfo, token: str) -> str:
    """Binds a person to one form; it says nothing to anybody who does not know both."""
    return hash_token(f"{person.id}:{token}")[:32]
