"""Telling somebody something."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import ScalarResult
from uuid6 import uuid7

from core.database import db, insert_with_conflicts, now
from core.i18n import speaking
from core.notifications.models import Notification
from core.people.models import Person
from core.people.queries import person_by_id
from core.tenancy import current_tenant_id
from core.tenants.queries import tenant_in_scope

GATHERING = timedelta(minutes=5)
"""How long a mail waits for more of its thread."""


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
    person = person_by_id(person_id)
    if person is None or person.state == "left":
        return False
    language = language_of(person)
    with speaking(language):
        words = {"subject": _line(str(subject)), "text": str(text).strip()}
    _check(key=key, thread=thread, subject=words["subject"], url=url)
    wants_mail = bool(person.email) and person.notices != "off"
    due_at = now() + (GATHERING if person.notices == "each" else timedelta()) if wants_mail else None
    return _write(
        person_id=person.id, key=key, thread=thread, language=language, url=url, due_at=due_at, **words
    )


def language_of(person: Person) -> str:
    """The language a person is spoken to: their own where this tenant speaks it, else its first."""
    offered = tenant_in_scope().languages
    return person.language if person.language in offered else offered[0]


@contextmanager
def speaking_to(person_id: uuid.UUID) -> Iterator[str]:
    """Texts made inside are in a person's language, which it gives; a stranger gets the tenant's first."""
    person = person_by_id(person_id)
    language = language_of(person) if person is not None else tenant_in_scope().languages[0]
    with speaking(language):
        yield language


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
