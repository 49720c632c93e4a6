"""Reminding people of what they are to do: on the day before it is due, and on the day after, once each.

One way for each owner: a guest by mail, a colleague by mail to where they sign in, anybody else by a notice
in their page. A mail holds the link that ticks it off. An owner who is just a name is not reminded.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any, Literal

from sqlalchemy import and_, or_, select, update

from hutong import changed_rows, daily, db, force_locale, gettext as _, public_url, send_mail, tenant_in_scope
from hutong.people import reachable_colleagues, speaking_to, tell_person
from plugins.meeting.action_links import action_token
from plugins.meeting.action_queries import today
from plugins.meeting.models import Action, Meeting
from plugins.meeting.queries import guest_by_id

DAY = timedelta(days=1)
When = Literal["before", "after"]


@daily(time(8, 0))
def remind(_payload: Mapping[str, Any]) -> None:
    """The round of a morning. An action is claimed by the day it was reminded on: twice is once."""
    day = today()
    for action in _due(day):
        if _claim(action, day):
            _remind(action, "after" if action.due_on and action.due_on < day else "before")


def _due(day: date) -> Sequence[Action]:
    """Those whose next reminder is due; a day on which nothing ran is made up for."""
    before = and_(
        Action.due_on.between(day, day + DAY),
        or_(Action.reminded_on.is_(None), Action.reminded_on < day - DAY),
    )
    after = and_(Action.due_on < day, or_(Action.reminded_on.is_(None), Action.reminded_on <= Action.due_on))
    return db.session.scalars(
        select(Action)
        .join(Meeting, Meeting.id == Action.meeting_id)
        .where(Meeting.deleted_at.is_(None), Action.deleted_at.is_(None), Action.done_at.is_(None))
        .where(or_(Action.guest_id.is_not(None), Action.person_id.is_not(None)))
        .where(or_(before, after))
        .order_by(Action.due_on, Action.id)
    ).all()


def _claim(action: Action, day: date) -> bool:
    """Whether this round is the one that reminds: of two that run at once one is."""
    return bool(
        changed_rows(
            update(Action)
            .where(
                Action.id == action.id,
                Action.done_at.is_(None),
                Action.reminded_on.is_(None)
                if action.reminded_on is None
                else Action.reminded_on == action.reminded_on,
            )
            .values(reminded_on=day)
        )
    )


def _remind(action: Action, when: When) -> None:
    guest = guest_by_id(action.guest_id) if action.guest_id else None
    if guest is not None and guest.email:
        _mail(action, when, guest.email, guest.language)
        return
    colleague = next((one for one in reachable_colleagues() if one.person_id == action.person_id), None)
    if colleague is not None:
        _mail(action, when, colleague.address, colleague.language)
    elif action.person_id is not None:
        _notice(action, when, action.person_id)


def _mail(action: Action, when: When, address: str, asked: str) -> None:
    tenant = tenant_in_scope()
    language = asked if asked in tenant.languages else tenant.languages[0]
    with force_locale(language):
        send_mail(
            to=address,
            template="meeting/mail/actions",
            language=language,
            key=_key(action, when),
            shop=tenant.name_in(language),
            title=_title(action, language),
            action=action,
            is_late=when == "after",
            url=_url(action),
        )


def _notice(action: Action, when: When, person_id: uuid.UUID) -> None:
    with speaking_to(person_id):
        tell_person(
            person_id=person_id,
            key=_key(action, when),
            thread=f"meeting/actions/{person_id}",
            subject=_("It was due yesterday: %(what)s", what=action.text)
            if when == "after"
            else _("Due tomorrow: %(what)s", what=action.text),
            url=_url(action),
        )


def _key(action: Action, when: When) -> str:
    return f"meeting/action/{action.id}/{action.due_on}/{when}/{action.guest_id or action.person_id}"


def _title(action: Action, language: str) -> str:
    meeting = db.session.scalar(select(Meeting).where(Meeting.id == action.meeting_id))
    return tenant_in_scope().text(meeting.title, language) if meeting else ""


def _url(action: Action) -> str:
    return public_url(tenant_in_scope(), "meeting.action", action_token=action_token(action))


HANDLERS = {"remind_actions": remind}
