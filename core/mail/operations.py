"""Sending mail: a row and a job, in the transaction of the change that the mail tells of."""

import re
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import delete
from uuid6 import uuid7

from core.database import changed_rows, db, insert_with_conflicts, now
from core.i18n import interface_language
from core.jobs.operations import enqueue
from core.jobs.registry import job_registry
from core.mail.calendar import check_calendar
from core.mail.models import HEADERS, MailMessage
from core.mail.rendering import render_mail

KEEP = timedelta(days=30)
_FORBIDDEN = frozenset('\r\n\0\t ,;<>"')


_LINE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,898}[\x21-\x7e])?")


class MailAddressError(ValueError):
    """A recipient that is not one plain address."""


class MailHeaderError(ValueError):
    """A header line that nobody may add, or that would be more than one line."""


def send_mail(
    *,
    to: str,
    template: str,
    language: str | None = None,
    key: str | None = None,
    from_platform: bool = False,
    headers: Mapping[str, str] | None = None,
    calendar: str = "",
    **context: Any,
) -> bool:
    """Render ``<template>.html`` (which extends layouts/mail.html) and send it to `to` after the commit.

    False where a mail with this `key` exists already. A tenant on trial sends nothing: its mails are held,
    and only the operator sees them. `from_platform` marks mails about an account, which belong to no tenant.
    `headers` are lines beside the usual ones (`HEADERS`); `calendar` is an iCalendar object with a METHOD.
    Raises `MailAddressError`, `MailHeaderError`, `MailCalendarError`.
    """
    recipient = check_address(to)
    check_headers(headers or {})
    check_calendar(calendar)
    language = language or interface_language()
    mail = render_mail(template, language, context)
    tenant_id = None if from_platform else db.session().info.get("tenant_id")
    state = "held" if _is_trial(tenant_id) else "waiting"
    mail_id = _keep(
        tenant_id=tenant_id,
        key=key,
        recipient=recipient,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        headers=dict(headers or {}),
        calendar=calendar,
        language=language,
        state=state,
    )
    if mail_id is not None and state == "waiting":
        enqueue("mail.deliver", {"mail": str(mail_id)}, language=language)
    return mail_id is not None


def _keep(**values: Any) -> UUID | None:
    """Write a mail's row; None where its key is known."""
    statement = insert_with_conflicts(MailMessage).values(id=uuid7(), created_at=now(), error="", **values)
    kept: UUID | None = db.session.scalar(
        statement.on_conflict_do_nothing(index_elements=["key"]).returning(MailMessage.id)
    )
    return kept


def sender_address() -> str:
    """The address that mails come from, which is also the organiser's in calendars."""
    return parseaddr(current_app.extensions["hutong.settings"].mail_from)[1]


def check_address(address: str) -> str:
    """`address` if it is one plain ``local@domain``, with nothing that could add a header or a reader."""
    local, _, domain = address.rpartition("@")
    if not local or not domain or len(address) > 254 or _FORBIDDEN & set(address):
        raise MailAddressError(address)
    return address


def check_headers(headers: Mapping[str, str]) -> None:
    """Refuse what is not one plain line under one of the names a feature may set."""
    for name, value in headers.items():
        if name not in HEADERS or not _LINE.fullmatch(value):
            raise MailHeaderError(f"{name}: {value!r}")


def withdraw_mails(prefix: str) -> int:
    """Delete the tenant's mails that still wait for the mail server and whose key begins with `prefix`, as a
    newer one is about to say what is true now; gives how many. What is on its way still arrives.
    """
    return changed_rows(
        delete(MailMessage).where(
            MailMessage.key.startswith(prefix, autoescape=True),
            MailMessage.state == "waiting",
            MailMessage.tenant_id == db.session().info.get("tenant_id"),
        )
    )


def forget_mails_to(recipient: str, tenant_id: UUID) -> None:
    """Delete what a tenant sent to one address."""
    db.session.execute(
        delete(MailMessage).where(MailMessage.recipient == recipient, MailMessage.tenant_id == tenant_id)
    )


def forget_old_mails() -> None:
    """Delete mails of a month ago: they name people, and nobody reads them here any more."""
    db.session.execute(delete(MailMessage).where(MailMessage.created_at < now() - KEEP))


def _is_trial(tenant_id: UUID | None) -> bool:
    if tenant_id is None:
        return False
    tenant = job_registry().tenants.info(tenant_id)
    return tenant is not None and bool(tenant.is_trial)
