"""Reading what one was told, and choosing how often to be written to: with a session, or by a mail's link."""

import uuid

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.fields.posting import page_token, posted_token
from core.notifications.models import Notification
from core.notifications.operations import CHOICES, choose_notices, open_notification, read_all
from core.notifications.queries import notification_of
from core.notifications.sections import PURPOSE, opens_here
from core.notifications.tokens import person_of_choice
from core.notifications.words import CHOICE_WORDS
from core.people.models import Person
from core.policy import policy

blueprint = Blueprint("notifications", __name__, subdomain="public", template_folder="templates")


@blueprint.route("/notices/<token>", methods=["GET", "POST"])
@policy("token", anonymous=True, when_closed=True, unmoved=True)
def choice(token: str) -> ResponseReturnValue:
    """From a mail: fewer mails, or none. A mail program's one click (RFC 8058) is a POST to the same address;
    a GET changes nothing, for previews and scanners follow links too.
    """
    person = person_of_choice(token) or abort(404)
    if request.form.get("List-Unsubscribe") == "One-Click":
        choose_notices(person=person, choice="off")
        return _choice_page(person, saved=True)
    return _choose(person)


@blueprint.route("/me/notices", methods=["GET", "POST"])
@policy("anyone")
def my_choice() -> ResponseReturnValue:
    """The same for somebody who is known on this phone."""
    if request.method == "POST":
        posted_token(PURPOSE, PURPOSE)
    if g.person is None:
        return redirect(url_for("people.join"))
    return _choose(g.person)


@blueprint.post("/me/notices/read")
@policy("anyone")
def read() -> ResponseReturnValue:
    """Mark everything as read."""
    posted_token(PURPOSE, PURPOSE)
    if g.person is not None:
        read_all(person_id=g.person.id)
    return _back_to_news()


@blueprint.post("/me/notices/open")
@policy("anyone")
def open_one() -> ResponseReturnValue:
    """Mark one as read and go where it leads. The form says which one."""
    posted_token(PURPOSE, PURPOSE)
    if g.person is None:
        return redirect(url_for("people.join"))
    told = _named_in_form(g.person) or abort(404)
    open_notification(notification=told)
    return redirect(told.url, 303) if told.url and opens_here(told) else _back_to_news()


def _named_in_form(person: Person) -> Notification | None:
    try:
        return notification_of(person.id, uuid.UUID(request.form.get("one", "")))
    except ValueError:
        return None


def _choose(person: Person) -> ResponseReturnValue:
    chosen = request.form.get("choice", "")
    if request.method == "POST" and chosen in CHOICES:
        choose_notices(person=person, choice=chosen)
        return _choice_page(person, saved=True)
    is_wrong = request.method == "POST"
    return _choice_page(person, is_wrong=is_wrong), 422 if is_wrong else 200


def _choice_page(person: Person, *, saved: bool = False, is_wrong: bool = False) -> str:
    return render_template(
        "notifications/choice.html",
        chosen=person.notices,
        choices=CHOICE_WORDS,
        saved=saved,
        is_wrong=is_wrong,
        is_known=g.person is not None,
        has_address=bool(person.email),
        token=page_token(PURPOSE, PURPOSE),
    )


def _back_to_news() -> ResponseReturnValue:
    page = request.form.get("page", type=int)
    return redirect(url_for("people.me", page=page if page and page > 1 else None, _anchor="news"), 303)
