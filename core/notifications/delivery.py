"""From what people were told to mails: one for a thread, or one in the morning for all of them.

What a mail tells is claimed by a conditional update in the transaction that also writes the mail: of two
runners one gets the rows, and where the mail is undone they are free again.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select, update

from core.database import db, now
from core.jobs.operations import enqueue
from core.mail.operations import MailAddressError, check_address, send_mail
from core.notifications.models import Notification
from core.notifications.operations import language_of
from core.notifications.queries import reader
from core.notifications.tokens import choice_token
from core.people.models import Person
from core.tenants.info import TenantInfo
from core.tenants.queries import tenant_in_scope
from core.urls import public_url

MOST = 20
"""How much one mail tells; the rest stands in the page it leads to."""
PENDING = (
    Notification.due_at.is_not(None),
    Notification.mailed_at.is_(None),
    Notification.read_at.is_(None),
)
"""Waits for its mail; what was read in the page meanwhile needs none."""


def mail_thread(*, person_id: uuid.UUID, thread: str) -> bool:
    """Mail what waits in one thread to somebody who wants each; whether there was anything."""
    return _mail(person_id, "each", Notification.thread == thread)


def mail_digest(*, person_id: uuid.UUID) -> bool:
    """Mail what waits in all threads to somebody who wants one mail a day; whether there was anything."""
    return _mail(person_id, "daily", Notification.due_at <= now())


def ask_for_digests() -> int:
    """A job for everybody whose day has something to tell, once a day for each; gives how many."""
    tenant = tenant_in_scope()
    today = now().astimezone(tenant.zone).date()
    waiting = db.session.scalars(
        select(Notification.person_id)
        .join(Person, Person.id == Notification.person_id)
        .where(*PENDING, Notification.due_at <= now(), Person.notices == "daily")
        .distinct()
    ).all()
    for person_id in waiting:
        key = f"notifications.digest/{tenant.id}/{person_id}/{today}"
        enqueue("notifications.digest", {"person": str(person_id)}, key=key, language="")
    return len(waiting)


def _mail(person_id: uuid.UUID, choice: str, which: ColumnElement[bool]) -> bool:
    person, tenant = reader(person_id), tenant_in_scope()
    if person is None or tenant.is_closed or not _is_reachable(person):
        _give_up(person_id if person is None else person.id, which)
        return False
    told = _claim(person.id, which) if person.notices == choice else []
    if told:
        _send(tenant, person, told)
    return bool(told)


def _is_reachable(person: Person) -> bool:
    try:
        return person.notices != "off" and check_address(person.email or "") != ""
    except MailAddressError:
        return False


def _give_up(person_id: uuid.UUID, which: ColumnElement[bool]) -> None:
    """No mail can or may go there: it stays in the page, and nobody is told that a mail is still to come."""
    db.session.execute(
        update(Notification)
        .where(Notification.person_id == person_id, *PENDING, which)
        .values(due_at=None)
        .execution_options(synchronize_session=False)
    )


def _claim(person_id: uuid.UUID, which: ColumnElement[bool]) -> Sequence[Notification]:
    """Take what waits, the oldest first; nobody else gets it."""
    taken = db.session.scalars(
        update(Notification)
        .where(Notification.person_id == person_id, *PENDING, which)
        .values(mailed_at=now())
        .returning(Notification.id)
        .execution_options(synchronize_session=False)
    ).all()
    told = db.session.scalars(
        select(Notification).where(Notification.id.in_(taken)).order_by(Notification.id)
    ).all()
    for notification in told:
        notification.mail_key = f"notification/{told[0].id}"
    return told


def _send(tenant: TenantInfo, person: Person, told: Sequence[Notification]) -> None:
    language, token = language_of(person), choice_token(person)
    address = public_url(tenant, "notifications.choice", token=token)
    send_mail(
        to=person.email or "",
        template="notifications/mail/news",
        language=language,
        key=told[0].mail_key,
        headers=_unsubscribe_headers(address),
        **_words(tenant, language, told),
        choice_url=public_url(tenant, "notifications.choice", token=token, lang=language),
    )


def _words(tenant: TenantInfo, language: str, told: Sequence[Notification]) -> dict[str, Any]:
    return {
        "shop": tenant.name_in(language),
        "told": told[:MOST],
        "count": len(told),
        "page_url": public_url(tenant, "people.me", lang=language) + "#news",
    }


def _unsubscribe_headers(address: str) -> dict[str, str]:
    """RFC 2369, and RFC 8058 where the address is https, which it asks for."""
    one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return {"List-Unsubscribe": f"<{address}>"} | (one_click if address.startswith("https://") else {})
