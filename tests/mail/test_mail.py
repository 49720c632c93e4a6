"""Mails: rendered at once, kept, delivered by a job, and never a way to write to others."""

import email
from datetime import timedelta
from email.policy import default

import pytest
import time_machine

from core.config import Settings
from core.database import db, now, writing
from core.jobs.queries import open_jobs
from core.jobs.runner import run_due_jobs
from core.jobs.schedule import schedule_due_jobs
from core.mail.calendar import MailCalendarError
from core.mail.operations import MailAddressError, MailHeaderError, withdraw_mails
from core.mail.queries import mail_counts, recent_mails
from core.tenants.models import Tenant

pytestmark = pytest.mark.both_databases


@pytest.fixture
def with_server(app, mail_server):
    """The installation knows a mail server."""
    known = app.extensions["hutong.settings"]
    app.extensions["hutong.settings"] = Settings(
        **known.model_dump() | {"smtp_url": mail_server.url, "mail_from": "Hutong <post@h.example>"}
    )


def mails(app):
    with app.app_context():
        return recent_mails()


def test_mail_has_subject_text_and_styled_html(app, write):
    write(shop="A & B\r\nBcc: x@example.org")

    (mail,) = mails(app)
    assert mail.subject == "Its answers are full of links.: A & B Bcc: x@example.org"
    assert mail.text == (
        "Hutong\n\nIts answers are full of links.: A & B Bcc: x@example.org\n\nCome in & look.\n\n"
        "Enter\nhttps://h.example/?a=1&b=2\n\nBye https://h.example/x\n"
    )
    assert '<a href="https://h.example/?a=1&amp;b=2" style="display: block; padding: 14px 20px;' in mail.html


def test_mail_speaks_its_reader_s_language(app, write):
    write(language="zh")

    (mail,) = mails(app)
    assert (mail.subject, mail.language) == ("回答里全是链接。: Corner", "zh")
    assert '<html lang="zh-Hans">' in mail.html


@pytest.mark.parametrize(
    "address",
    ["", "ann", "a@b\r\nBcc: c@d", "a@b, c@d", "Ann <a@b>", "a b@c", "a@b\0", "@b", "x" * 250 + "@b.cd"],
)
def test_what_is_not_one_plain_address_is_refused(app, write, address):
    with pytest.raises(MailAddressError):
        write(to=address)
    assert mails(app) == []


def test_same_key_is_sent_once(app, write):
    assert [write(key="welcome/1"), write(key="welcome/1"), write(key="welcome/2")] == [True, False, True]
    assert len(mails(app)) == 2


def test_without_a_server_mails_stay_readable_here(app, write):
    write()

    assert run_due_jobs(app) == ["mail.deliver"]
    (mail,) = mails(app)
    assert (mail.state, mail.sent_at is not None, "Enter" in mail.text) == ("kept", True, True)


def test_mail_of_a_trial_is_held(app, tenant, write):
    with app.app_context(), writing():
        db.session.get(Tenant, tenant.id).status = "trial"
        db.session.commit()

    assert write() is True
    assert write(from_platform=True) is True

    with app.app_context():
        assert open_jobs() == 1
        assert mail_counts() == {"held": 1, "waiting": 1}


@pytest.mark.usefixtures("with_server")
def test_server_gets_both_parts_and_the_words_are_forgotten(app, write, mail_server):
    write(shop="茶馆")

    run_due_jobs(app)

    message = email.message_from_bytes(mail_server.heard[0], policy=default)
    assert {name: message[name] for name in ("From", "To", "Subject", "Auto-Submitted")} == {
        "From": "Hutong <post@h.example>",
        "To": "ann@example.org",
        "Subject": "Its answers are full of links.: 茶馆",
        "Auto-Submitted": "auto-generated",
    }
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    (mail,) = mails(app)
    assert (mail.state, mail.text, mail.html) == ("sent", "", "")


@pytest.mark.usefixtures("with_server")
def test_second_delivery_of_one_mail_sends_nothing(app, write, mail_server):
    write()
    run_due_jobs(app)
    with app.app_context(), writing():
        from core.jobs.operations import enqueue

        enqueue("mail.deliver", {"mail": str(mails(app)[0].id)})
        db.session.commit()

    run_due_jobs(app)

    assert len(mail_server.heard) == 1


@pytest.mark.usefixtures("with_server")
def test_refused_reader_is_not_tried_again(app, write, mail_server):
    write(to="nobody@example.org")

    run_due_jobs(app)

    (mail,) = mails(app)
    assert (mail.state, "no such reader" in mail.error) == ("failed", True)
    with app.app_context():
        assert open_jobs() == 0


@pytest.mark.usefixtures("with_server")
def test_mail_waits_while_the_server_is_away(app, write, mail_server):
    mail_server.shutdown()
    mail_server.server_close()
    write()

    run_due_jobs(app)

    (mail,) = mails(app)
    assert (mail.state, "refused" in mail.error) == ("waiting", True)
    with app.app_context():
        assert open_jobs() == 1


def test_mails_are_forgotten_after_a_month(app, write):
    write()
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        write()
        schedule_due_jobs(app)
        run_due_jobs(app)
        assert len(mails(app)) == 1


@pytest.mark.usefixtures("with_server")
def test_added_header_lines_travel_whole_and_are_forgotten(app, write, mail_server):
    lines = {
        "List-Unsubscribe": f"<https://h.example/corner/notices/{'Ab1-_.' * 40}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    write(headers=lines)

    run_due_jobs(app)

    message = email.message_from_bytes(mail_server.heard[0], policy=default)
    assert {name: message[name] for name in lines} == lines
    assert f"List-Unsubscribe: {lines['List-Unsubscribe']}\r\n".encode() in mail_server.heard[0]
    assert mails(app)[0].headers == {}


@pytest.mark.parametrize(
    "lines",
    [
        {"Bcc": "x@example.org"},
        {"Subject": "another"},
        {"List-Unsubscribe\r\nBcc": "x@example.org"},
        {"List-Unsubscribe": "<https://h.example>\r\nBcc: x@example.org"},
        {"List-Unsubscribe": "<https://h.example>\nBcc: x@example.org"},
        {"List-Unsubscribe": "<https://h.example/é>"},
        {"List-Unsubscribe": ""},
        {"List-Unsubscribe": "x" * 1000},
    ],
)
def test_a_header_line_that_nobody_may_add_is_refused(app, write, lines):
    with pytest.raises(MailHeaderError):
        write(headers=lines)
    assert mails(app) == []


INVITE = "\r\n".join(
    ("BEGIN:VCALENDAR", "METHOD:REQUEST", "BEGIN:VEVENT", "SUMMARY:茶会", "END:VEVENT", "END:VCALENDAR", "")
)


@pytest.mark.usefixtures("with_server")
def test_a_calendar_travels_as_alternative_and_as_file_and_is_forgotten(app, write, mail_server):
    write(calendar=INVITE)

    run_due_jobs(app)

    message = email.message_from_bytes(mail_server.heard[0], policy=default)
    words, file = message.iter_parts()
    parts = list(words.iter_parts())
    assert message.get_content_type() == "multipart/mixed"
    assert words.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "text/calendar"]
    assert dict(parts[2]["Content-Type"].params) == {"charset": "UTF-8", "method": "REQUEST"}
    assert parts[2].get_payload(decode=True).decode() == INVITE
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invite.ics")
    assert file.get_content().decode() == INVITE
    assert mails(app)[0].calendar == ""


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN:VEVENT\r\nEND:VEVENT\r\n",
        INVITE.replace("METHOD:REQUEST\r\n", ""),
        INVITE.replace("REQUEST", "REPLY"),
        INVITE.replace("METHOD:REQUEST", "METHOD:REQUEST; x=y"),
        INVITE.replace("METHOD:REQUEST", "METHOD:REQUEST\r\nMETHOD:CANCEL"),
        INVITE.replace("茶会", "a\nBcc: x@example.org"),
        INVITE.replace("茶会", "a\rb"),
        INVITE.replace("茶会", "a\0b"),
        INVITE + "Bcc: x@example.org\r\n",
        "Bcc: x@example.org\r\n" + INVITE,
    ],
)
def test_what_is_not_one_calendar_is_refused(app, write, text):
    with pytest.raises(MailCalendarError):
        write(calendar=text)
    assert mails(app) == []


@pytest.mark.parametrize(("prefix", "left"), [("a/", ["a%", "b/1"]), ("a%", ["a/1", "a/2", "b/1"]), ("c", 4)])
def test_mails_that_wait_can_be_withdrawn_by_their_key(app, tenant, other_tenant, write, prefix, left):
    keys = ["a/1", "a/2", "a%", "b/1"]
    for key in keys:
        write(key=key)
    for one in (other_tenant, tenant):
        with one.scope():
            withdraw_mails(prefix)
            db.session.commit()
    assert sorted(mail.key for mail in mails(app)) == (left if isinstance(left, list) else sorted(keys))
    run_due_jobs(app)
    with tenant.scope():
        assert withdraw_mails("a") == 0
