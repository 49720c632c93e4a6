"""The part of a mail that a calendar reads (RFC 6047): an invitation, a change of it, or that it is off.

It travels twice: as an alternative to the words, for programs that show a date there, and as a file, for all
others.
"""

import re
from email.message import EmailMessage

METHODS = frozenset({"REQUEST", "CANCEL", "PUBLISH"})
FILE = "invite.ics"
_METHOD = re.compile(r"^METHOD:([A-Z]+)\r\n", re.MULTILINE)
_UNPRINTED = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")


class MailCalendarError(ValueError):
    """Not one whole iCalendar object that says what is to be done with it."""


def check_calendar(text: str) -> None:
    """Refuse what is neither empty nor one iCalendar object with one of `METHODS` and whole lines."""
    if not text:
        return
    found = _METHOD.findall(text)
    is_whole = text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("\r\nEND:VCALENDAR\r\n")
    is_clean = not _UNPRINTED.search(text) and not re.search(r"(?<!\r)\n|\r(?!\n)", text)
    if len(found) != 1 or found[0] not in METHODS or not is_whole or not is_clean:
        raise MailCalendarError(text[:200])


def add_calendar(message: EmailMessage, text: str) -> None:
    """Add the checked calendar `text` to a message that has its words."""
    content, method = text.encode(), _METHOD.findall(text)[0]
    # As bytes, for the e-mail package would end the lines of a text as it sees fit.
    message.add_alternative(
        content, maintype="text", subtype="calendar", params={"method": method, "charset": "UTF-8"}
    )
    message.add_attachment(content, maintype="application", subtype="ics", filename=FILE)
