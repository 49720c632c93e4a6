"""From the outbox to the mail server, by the standard library."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

from core.mail.calendar import add_calendar
from core.mail.models import HEADERS, MailMessage

TIMEOUT = 20


class _WholeLines(EmailPolicy):
    """Added header lines travel as they are: an address too long to be folded would come encoded, unreadable
    to those who look for a link in it.
    """

    def fold(self, name: str, value: str) -> str:
        return f"{name}: {value}{self.linesep}" if name in HEADERS else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode() if name in HEADERS else super().fold_binary(name, value)


def compose(mail: MailMessage, sender: str) -> EmailMessage:
    """The message as it travels. Its id is the mail's, so that a second delivery can be known as one."""
    message = EmailMessage(policy=_WholeLines())
    message["From"] = sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<{mail.id}@{_domain(sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = mail.language
    for name, value in mail.headers.items():
        message[name] = value
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    if mail.calendar:
        add_calendar(message, mail.calendar)
    return message


def deliver(message: EmailMessage, url: str) -> None:
    """Hand `message` to the server at `url`: ``smtps://user:password@host``, or ``smtp://`` (with STARTTLS
    where the server offers it). Raises `OSError` or `smtplib.SMTPException`.
    """
    place = urlsplit(url)
    server = _connect(place, _domain(message["From"]))
    try:
        if place.username:
            server.login(unquote(place.username), unquote(place.password or ""))
        server.send_message(message)
    finally:
        _take_leave(server)


def _take_leave(server: smtplib.SMTP) -> None:
    """What a server says to a good-bye does not undo what it has taken."""
    with suppress(OSError, smtplib.SMTPException):
        server.quit()
    server.close()


def _domain(sender: str) -> str:
    """The sender's domain; it also greets the mail server, which need not know this machine's name."""
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


def _connect(place: Any, name: str) -> smtplib.SMTP:
    tls = ssl.create_default_context()
    if place.scheme == "smtps":
        return smtplib.SMTP_SSL(place.hostname, place.port or 465, name, timeout=TIMEOUT, context=tls)
    server = smtplib.SMTP(place.hostname, place.port or 25, name, timeout=TIMEOUT)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=tls)
        server.ehlo()
    return server
