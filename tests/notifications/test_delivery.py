"""What was told becomes mails: one for a thread, or one a day, each thing in one mail."""

import email
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.policy import default
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import select

from core.database import db, now, writing
from core.jobs.operations import enqueue
from core.jobs.runner import run_due_jobs
from core.jobs.schedule import schedule_due_jobs
from core.mail.delivery import compose
from core.mail.models import MailMessage
from core.notifications.delivery import mail_thread
from core.notifications.models import Notification
from core.notifications.operations import GATHERING, choose_notices
from core.people.models import Person
from core.people.operations import leave
from core.tenants.models import Tenant

pytestmark = pytest.mark.both_databases
MINUTE = timedelta(minutes=1)


@pytest.fixture
def settings(settings):
    return settings.model_copy(update={"url": "https://hutong.example"})


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-22 10:00:00+00:00", tick=False) as travelling:
        yield travelling


def choose(tenant, person_id, choice):
    with tenant.scope():
        choose_notices(person=db.session.get_one(Person, (tenant.id, person_id)), choice=choice)
        db.session.commit()


def mails(app):
    with app.app_context():
        return db.session.scalars(select(MailMessage).order_by(MailMessage.id)).all()


def subjects(app):
    return [mail.subject for mail in mails(app)]


def test_one_thing_is_one_mail_in_its_reader_s_words(app, lily, tell, clock):
    tell(
        lily,
        subject="您的券到了",
        text="洗一件免费。\n年底前有效。",
        url="https://hutong.example/corner/club",
    )
    run_due_jobs(app)
    assert mails(app) == []
    clock.shift(GATHERING)
    run_due_jobs(app)

    (mail,) = mails(app)
    assert (mail.recipient, mail.subject, mail.language) == ("lily@example.com", "您的券到了", "zh")
    lines = mail.text.split("\n")
    assert [line for line in lines if line][:6] == [
        "corner 小店",
        "您的券到了",
        "洗一件免费。",
        "年底前有效。",
        "看看",
        "https://hutong.example/corner/club",
    ]


def test_a_thread_within_minutes_is_one_mail_and_another_thread_its_own(app, lily, tell, clock):
    tell(lily, key="1", subject="一")
    clock.shift(2 * MINUTE)
    tell(lily, key="2", subject="二")
    tell(lily, key="3", thread="b", subject="别的")
    clock.shift(3 * MINUTE)
    run_due_jobs(app)
    clock.shift(10 * MINUTE)
    run_due_jobs(app)
    assert subjects(app) == ["corner 小店有 2 件事告诉您", "别的"]

    tell(lily, key="4", subject="后来")
    clock.shift(GATHERING)
    run_due_jobs(app)
    assert subjects(app)[2:] == ["后来"]
    text = mails(app)[0].text
    assert text.index("一") < text.index("二")


def test_nothing_is_mailed_twice_when_jobs_come_again(app, tenant, lily, tell, clock):
    tell(lily)
    clock.shift(GATHERING)
    run_due_jobs(app)
    with tenant.scope():
        for _ in range(2):
            enqueue("notifications.deliver", {"person": str(lily), "thread": "a"})
        db.session.commit()

    run_due_jobs(app)

    assert subjects(app) == ["Ready"]


def test_a_mail_that_could_not_be_written_is_written_later(app, tenant, lily, tell, clock, monkeypatch):
    tell(lily)
    clock.shift(GATHERING)
    source = app.jinja_env.loader
    app.jinja_env.loader = None  # the house cannot draw anything
    run_due_jobs(app)
    app.jinja_env.loader = source
    assert mails(app) == []
    clock.shift(MINUTE)
    run_due_jobs(app)

    assert subjects(app) == ["Ready"]


def test_two_runners_at_once_mail_each_thing_once(app, tenant, lily, tell):
    for number in range(12):
        tell(lily, key=str(number), thread=str(number % 3), subject=f"Ready {number}")

    def deliver(thread):
        with tenant.scope():
            mail_thread(person_id=lily, thread=thread)
            db.session.commit()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(deliver, ["0", "1", "2"] * 4))

    assert subjects(app) == ["corner 小店有 4 件事告诉您"] * 3
    with tenant.scope():
        told = db.session.scalars(select(Notification)).all()
    assert sorted(sum(f"Ready {n}\n" in mail.text for mail in mails(app)) for n in range(12)) == [1] * 12
    assert {one.mail_key for one in told} == {mail.key for mail in mails(app)}


def test_runners_at_once_write_one_digest(app, tenant, lily, tell):
    choose(tenant, lily, "daily")
    for number in range(6):
        tell(lily, key=str(number), thread=str(number))
    with tenant.scope():
        for _ in range(6):
            enqueue("notifications.digest", {"person": str(lily)})
        db.session.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run_due_jobs, [app] * 4))

    assert subjects(app) == ["corner 小店有 6 件事告诉您"]


def test_what_was_read_meanwhile_needs_no_mail(app, tenant, lily, tell, clock):
    tell(lily)
    with tenant.scope():
        db.session.scalars(select(Notification)).one().read_at = now()
        db.session.commit()
    clock.shift(GATHERING)
    run_due_jobs(app)

    assert mails(app) == []


def test_who_has_no_address_or_wants_no_mail_is_told_in_the_page_only(app, tenant, lily, tell, clock):
    choose(tenant, lily, "off")
    tell(lily)
    with tenant.scope():
        db.session.add(nobody := Person(name="Nobody", role="member"))
        db.session.commit()
        nobody_id = nobody.id
    tell(nobody_id, key="2")
    choose(tenant, lily, "each")
    clock.shift(GATHERING)
    run_due_jobs(app)

    assert mails(app) == []
    with tenant.scope():
        assert db.session.scalars(select(Notification.due_at)).all() == [None, None]


@pytest.mark.parametrize("change", ["off", "left", "address"])
@pytest.mark.parametrize("choice", ["each", "daily"])
def test_who_changes_their_mind_in_time_gets_no_mail(app, tenant, lily, tell, clock, choice, change):
    choose(tenant, lily, choice)
    tell(lily)
    with tenant.scope():
        person = db.session.get_one(Person, (tenant.id, lily))
        if change == "off":
            choose_notices(person=person, choice="off")
        elif change == "left":
            leave(person=person)
        else:
            person.email = "lily@example.com\r\nBcc: x@example.com"
        db.session.commit()
    clock.shift(timedelta(days=1))
    schedule_due_jobs(app)
    run_due_jobs(app)

    assert mails(app) == []
    with tenant.scope():
        assert db.session.scalars(select(Notification.due_at)).all() == [None]


def test_a_trial_holds_its_mails_and_a_closed_tenant_writes_none(app, tenant, lily, tell, clock):
    tell(lily)
    with app.app_context(), writing():
        db.session.get_one(Tenant, tenant.id).status = "trial"
        db.session.get_one(Tenant, tenant.id).trial_ends_at = now() + timedelta(days=1)
        db.session.commit()
    clock.shift(GATHERING)
    run_due_jobs(app)
    assert [mail.state for mail in mails(app)] == ["held"]

    tell(lily, key="2")
    with app.app_context(), writing():
        db.session.get_one(Tenant, tenant.id).status = "suspended"
        db.session.commit()
    clock.shift(GATHERING)
    run_due_jobs(app)
    assert len(mails(app)) == 1


def test_one_mail_a_day_at_eight_in_the_morning_of_the_tenant(app, tenant, lily, tell):
    """Berlin's clocks go back an hour on 25 October 2026: eight is 6:00 UTC before and 7:00 UTC after."""
    zone = ZoneInfo("Europe/Berlin")
    with app.app_context(), writing():
        db.session.get_one(Tenant, tenant.id).time_zone = zone.key
        db.session.commit()
    choose(tenant, lily, "daily")
    arrived = []
    with time_machine.travel("2026-10-24 00:00:00+00:00", tick=False) as clock:
        for quarter in range(3 * 24 * 4):
            if quarter % 24 == 0:  # every six hours, in three threads
                tell(lily, key=str(quarter), thread=str(quarter % 3), subject=f"Ready {quarter}")
            schedule_due_jobs(app)
            run_due_jobs(app)
            if len(mails(app)) > len(arrived):
                arrived.append(now())
            clock.shift(15 * MINUTE)

    assert [moment.astimezone(zone).isoformat() for moment in arrived] == [
        "2026-10-24T08:00:00+02:00",
        "2026-10-25T08:00:00+01:00",
        "2026-10-26T08:00:00+01:00",
    ]
    assert subjects(app) == [f"corner 小店有 {number} 件事告诉您" for number in (2, 4, 4)]


def test_from_one_a_day_to_at_once_nothing_is_left_behind(app, tenant, lily, tell, clock):
    choose(tenant, lily, "daily")
    tell(lily, key="1")
    tell(lily, key="2", thread="b", subject="Other")
    choose(tenant, lily, "each")
    run_due_jobs(app)

    assert sorted(subjects(app)) == ["Other", "Ready"]


def test_a_long_day_fits_into_one_mail(app, lily, tell, clock):
    for number in range(23):
        tell(lily, key=str(number), subject=f"Ready {number}")
    clock.shift(GATHERING)
    run_due_jobs(app)

    (mail,) = mails(app)
    assert (mail.subject, "Ready 19" in mail.text, "Ready 20" in mail.text) == (
        "corner 小店有 23 件事告诉您",
        True,
        False,
    )
    assert "另外 3 件在您的页面上" in mail.text


def test_each_mail_can_be_unsubscribed_from_in_one_click(app, lily, tell, clock):
    tell(lily, subject="Ready\r\nBcc: x@example.com", text="<b>bold</b> & so on")
    clock.shift(GATHERING)
    run_due_jobs(app)

    (mail,) = mails(app)
    message = email.message_from_bytes(compose(mail, "Hutong <post@h.example>").as_bytes(), policy=default)
    assert message["Bcc"] is None
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].startswith("<https://hutong.example/corner/notices/")
    assert message["List-Unsubscribe"].endswith(">")
    plain, html = message.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert "<b>bold</b> & so on" in plain.get_content()
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; so on" in html.get_content()
    assert message["List-Unsubscribe"][1:-1] in html.get_content()


def test_what_was_told_is_forgotten_after_half_a_year(app, tenant, other_tenant, lily, tell):
    with time_machine.travel("2026-11-22 10:00:00+00:00", tick=False) as clock:
        tell(lily)
        clock.shift(timedelta(days=100))
        tell(lily, key="2", subject="Newer")
        clock.shift(timedelta(days=81))
        schedule_due_jobs(app)
        run_due_jobs(app)

    with tenant.scope():
        assert db.session.scalars(select(Notification.subject)).all() == ["Newer"]
