"""Jobs about what people are told."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any
from uuid import UUID

from core.jobs.registry import Job, daily, every
from core.notifications.delivery import ask_for_digests, mail_digest, mail_thread
from core.notifications.operations import forget_old_notifications

MORNING = time(8, 0)


def deliver(payload: Mapping[str, Any]) -> None:
    """Mail what waits in one thread for one person."""
    mail_thread(person_id=UUID(payload["person"]), thread=payload["thread"])


def digest(payload: Mapping[str, Any]) -> None:
    """Mail one person their day."""
    mail_digest(person_id=UUID(payload["person"]))


@daily(MORNING)
def morning(_payload: Mapping[str, Any]) -> None:
    """Ask for the mails of those who want one a day."""
    ask_for_digests()


@every(timedelta(days=1))
def forget(_payload: Mapping[str, Any]) -> None:
    """Forget what was told half a year ago, in every tenant."""
    forget_old_notifications()


JOBS = {
    "notifications.deliver": Job(deliver),
    "notifications.digest": Job(digest),
    "notifications.morning": Job(morning),
    "notifications.forget": Job(forget),
}
