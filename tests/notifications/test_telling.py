"""A person is told a thing once, in their language, with the change that it tells of."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from core.database import db
from core.i18n import gettext, lazy_gettext
from core.notifications.models import Notification
from core.notifications.operations import NotificationError, speaking_to, tell_person
from core.notifications.queries import unread_notices
from core.people.models import Person
from core.people.operations import add_person, leave

pytestmark = pytest.mark.both_databases


def told_in(tenant):
    with tenant.scope():
        return db.session.scalars(select(Notification).order_by(Notification.id)).all()


def test_the_same_key_is_told_once_in_each_tenant(tenant, other_tenant, lily, tell):
    with other_tenant.scope():
        theirs = add_person(role="member", name="Theirs").id
        db.session.commit()

    assert [tell(lily), tell(lily, subject="Again"), tell(theirs, other_tenant)] == [
        True,
        False,
        True,
    ]
    assert [row.subject for row in told_in(tenant)] == ["Ready"]
    with tenant.scope():
        assert (unread_notices(lily), unread_notices(theirs)) == (1, 0)


def test_two_at_once_tell_it_once(tenant, lily, tell):
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: tell(lily), range(4)))

    assert sorted(told) == [False, False, False, True]


def test_what_is_undone_was_not_told(tenant, lily):
    with tenant.scope():
        tell_person(person_id=lily, key="a/1", thread="a", subject="Ready")
        db.session.rollback()

    assert told_in(tenant) == []


def test_it_is_said_in_the_language_of_the_person(tenant, lily, tell):
    with tenant.scope(), speaking_to(lily) as language:
        text = gettext("Without a name")
    tell(lily, subject=lazy_gettext("Saved."), text=text)

    (told,) = told_in(tenant)
    assert (language, told.language, told.subject, told.text) == ("zh", "zh", "存好了", "没留称呼")


def test_strangers_and_those_who_left_are_told_nothing(tenant, other_tenant, lily, tell):
    assert tell(lily, other_tenant) is False
    assert tell(uuid.uuid4()) is False
    with tenant.scope():
        leave(person=db.session.get_one(Person, (tenant.id, lily)))
        db.session.commit()
    assert tell(lily) is False
    assert told_in(tenant) == []


def test_who_turned_out_to_be_somebody_else_is_told_as_them(tenant, lily, tell):
    with tenant.scope():
        gone = add_person(role="member", name="Li Li")
        gone.state, gone.merged_into_id = "left", lily
        db.session.commit()
        gone_id = gone.id

    assert [tell(gone_id), tell(lily)] == [True, False]
    assert [row.person_id for row in told_in(tenant)] == [lily]


@pytest.mark.parametrize(
    "words",
    [
        {"key": ""},
        {"key": "k" * 201},
        {"thread": ""},
        {"subject": " \n"},
        {"url": "javascript:alert(1)"},
        {"url": "https://h.example/\r\nBcc: x"},
        {"url": "/corner/club"},
    ],
)
def test_what_cannot_be_told_is_refused(tenant, lily, words, tell):
    with pytest.raises(NotificationError):
        tell(lily, **words)
    assert told_in(tenant) == []


def test_a_subject_is_one_line_that_fits(tenant, lily, tell):
    tell(lily, subject=f"A\r\nBcc: x@example.com {'b' * 300}")

    (told,) = told_in(tenant)
    assert told.subject.startswith("A Bcc: x@example.com b")
    assert (len(told.subject), told.subject[-1]) == (200, "…")
