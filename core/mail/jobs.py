"""Jobs about mail: deliver one, forget old ones."""

import smtplib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import update

from core.database import db, now, writing
from core.jobs.registry import Job, every
from core.mail.delivery import compose, deliver
from core.mail.models import MailMessage, MailState
from core.mail.operations import forget_old_mails


def deliver_mail(payload: Mapping[str, Any]) -> None:
    """Deliver one mail, unless that has happened. The database is let go while the server is spoken to."""
    settings = current_app.extensions["hutong.settings"]
    mail = db.session.get(MailMessage, UUID(payload["mail"]))
    if mail is None or mail.state != "waiting":
        return
    db.session.expunge(mail)
    db.session.rollback()
    if not settings.smtp_url:
        _note(mail, "kept")
        return
    try:
        deliver(compose(mail, settings.mail_from), settings.smtp_url)
    except smtplib.SMTPRecipientsRefused as error:
        _note(mail, "failed", str(error))
    except (OSError, smtplib.SMTPException) as error:
        _note(mail, "waiting", str(error))
        raise
    else:
        _note(mail, "sent")


def _note(mail: MailMessage, state: MailState, error: str = "") -> None:
    """Note what became of `mail`; a sent one's words are forgotten, for they may hold links that grant."""
    changes: dict[str, Any] = {"state": state, "error": error[:500]}
    if state in ("sent", "kept"):
        changes["sent_at"] = now()
    if state == "sent":
        changes |= {"text": "", "html": "", "headers": {}, "calendar": ""}
    with writing():
        db.session.execute(update(MailMessage).where(MailMessage.id == mail.id).values(**changes))
        db.session.commit()


@every(timedelta(days=1))
def tidy(_payload: Mapping[str, Any]) -> None:
    """Forget mails of a month ago."""
    forget_old_mails()


JOBS = {"mail.deliver": Job(deliver_mail, one_transaction=False), "mail.tidy": Job(tidy)}
