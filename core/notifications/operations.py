"""Telling somebody something."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Literal, get_args

from sqlalchemy import ScalarResult, delete, select, update
from uuid6 import uuid7

from core.database import db, insert_with_conflicts, now
from core.i18n import speaking
from core.jobs.operations import enqueue
from core.notifications.models import Notification
from core.notifications.queries import reader
from core.people.models import Person
from core.tenancy import all_tenants_unsafe, current_tenant_id
from core.tenants.queries import tenant_in_scope

GATHERING = timedelta(minutes=5)
"""How long a mail waits for more of its thread."""
KEEP = timedelta(days=180)
Choice = Literal["each", "daily", "off"]
CHOICES: tuple[Choice, ...] = get_args(Choice)


class NotificationError(ValueError):
    """A tool tells something that cannot be told: no key, no words, an address that is none."""


def tell_person(
    *, person_id: uuid.UUID, key: str, thread: str, subject: str, text: str = "", url: str = ""
) -> bool:
    """Tell a person something: in their page, and by mail as they chose. False where they know it already.

    It is written in the transaction at hand, with the change it tells of. The same `key` is told once per
    tenant, so it names the tool, the event and the person: ``"club/expiring/2026-12-31/<person_id>"``.
    What is told in one `thread` within some minutes comes in one mail. `subject` and `text` (plain, lines
    are kept) may be lazy texts: they are said in the person's language, as everything under
    `speaking_to(person_id)`. `url` is an absolute address (`public_url`). Somebody who left or is no person
    of this tenant is told nothing. Raises `NotificationError`.
    """
    person = reader(person_id)
    if person is None:
        return False
    language = language_of(person)
    with speaking(language):
        words = {"subject": _line(str(subject)), "text": str(text).strip()}
    _check(key=key, thread=thread, subject=words["subject"], url=url)
    due_at = _due(person)
    is_new = _write(
        person_id=person.id, key=key, thread=thread, language=language, url=url, due_at=due_at, **words
    )
    if is_new and due_at is not None and person.notices == "each":
        _ask_for_mail(person, thread, due_at)
    return is_new


def language_of(person: Person) -> str:
    """The language a person is spoken to: their own where this tenant speaks it, else its first."""
    offered = tenant_in_scope().languages
    return person.language if person.language in offered else offered[0]


@contextmanager
def speaking_to(person_id: uuid.UUID) -> Iterator[str]:
    """Texts made inside are in a person's language, which it gives; a stranger gets the tenant's first."""
    person = reader(person_id)
    language = language_of(person) if person is not None else tenant_in_scope().languages[0]
    with speaking(language):
        yield language


def open_notification(*, notification: Notification) -> None:
    """The person has seen it; a mail about it is not needed any more."""
    notification.read_at = notification.read_at or now()


def read_all(*, person_id: uuid.UUID) -> None:
    """The person has seen all of it."""
    db.session.execute(
        update(Notification)
        .where(Notification.person_id == person_id, Notification.read_at.is_(None))
        .values(read_at=now())
    )


def choose_notices(*, person: Person, choice: Choice) -> None:
    """Mail what the person is told at once, once a day, or never. It also holds for what still waits."""
    before, person.notices = person.notices, choice
    waiting = (
        Notification.person_id == person.id,
        Notification.due_at.is_not(None),
        Notification.mailed_at.is_(None),
    )
    if choice == "off":
        db.session.execute(update(Notification).where(*waiting).values(due_at=None))
    elif choice == "each" and before == "daily":
        for thread in db.session.scalars(select(Notification.thread).where(*waiting).distinct()):
            _ask_for_mail(person, thread, now())


def forget_old_notifications() -> None:
    """Delete what was told half a year ago; whoever tells it again is not held back by its key."""
    with all_tenants_unsafe("old rows of every tenant, in one statement"):
        db.session.execute(delete(Notification).where(Notification.created_at < now() - KEEP))


def _due(person: Person) -> datetime | None:
    """When a mail about something told now is due; None where this person wants or can get none."""
    if not person.email or person.notices == "off":
        return None
    return now() + GATHERING if person.notices == "each" else now()


def _ask_for_mail(person: Person, thread: str, moment: datetime) -> None:
    enqueue(
        "notifications.deliver",
        {"person": str(person.id), "thread": thread},
        run_at=moment,
        language=language_of(person),
    )


def _write(**values: object) -> bool:
    """Insert unless the key is known; whether it was new."""
    statement = insert_with_conflicts(Notification).values(
        id=uuid7(), tenant_id=current_tenant_id(db.session()), created_at=now(), **values
    )
    written: ScalarResult[uuid.UUID] = db.session.scalars(
        statement.on_conflict_do_nothing(index_elements=["tenant_id", "key"]).returning(Notification.id)
    )
    return written.first() is not None


def _line(words: str) -> str:
    """One line that fits into a subject."""
    line = " ".join(words.split())
    return line if len(line) <= 200 else f"{line[:199]}…"


def _check(*, key: str, thread: str, subject: str, url: str) -> None:
    if not 0 < len(key) <= 200 or not 0 < len(thread) <= 120:
        raise NotificationError(f"key or thread is missing or too long: {key!r}, {thread!r}")
    if not subject:
        raise NotificationError(f"nothing is said: {key!r}")
    if url and (
        not url.startswith(("https://", "http://")) or len(url) > 1000 or set(url) & set(' \r\n\t"<>')
    ):
        raise NotificationError(f"no address: {url!r}")
