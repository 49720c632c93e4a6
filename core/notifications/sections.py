"""What stands about notifications on the pages of one person: their own, and the console's."""

from urllib.parse import urlsplit

from flask import Flask, render_template, request

from core.fields.posting import page_token
from core.notifications.models import Notification
from core.notifications.queries import (
    PAGE,
    history_of,
    notifications_count,
    notifications_of,
    unread_notices,
)
from core.notifications.words import choice_in_short, fate_in_words
from core.people.models import Person
from core.people.sections import add_section

PURPOSE = "notices"


def init_notifications(app: Flask) -> None:
    """Put the sections on their pages."""
    add_section(app, "me", _news)
    add_section(app, "console", _history)


def opens_here(notification: Notification) -> bool:
    """Whether its address is on this host: a form may lead there, elsewhere a browser refuses to go."""
    return urlsplit(notification.url).netloc == request.host


def _news(person: Person) -> str:
    pages = max(-(-notifications_count(person.id) // PAGE), 1)
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "notifications/news.html",
        told=notifications_of(person.id, page),
        unread=unread_notices(person.id),
        page=page,
        pages=pages,
        token=page_token(PURPOSE, PURPOSE),
        opens_here=opens_here,
        person=person,
        choice=choice_in_short(person.notices),
    )


def _history(person: Person) -> str:
    told = [(one, fate_in_words(one, mail)) for one, mail in history_of(person.id)]
    return render_template(
        "notifications/history.html",
        told=told,
        earlier=notifications_count(person.id) - len(told),
        person=person,
        choice=choice_in_short(person.notices),
    )
