"""Telling handlers by mail that somebody wrote: how much in which box, and nothing else.

A named letter is told of within a quarter of an hour. An anonymous one waits for the morning of the next day
(its day is known: a mail of that same morning would say that it came before it); the badge in the console is
live.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import time, timedelta
from typing import Any

from flask import g
from sqlalchemy import Exists, Row, case, exists, func, select, update

from hutong import console_url, current_tenant_id, daily, db, enqueue, now, send_mail
from hutong.people import reachable_colleagues
from plugins.complaint.access import is_out_of_sight
from plugins.complaint.days import today
from plugins.complaint.models import Box, Case, CaseKey, Event, Handler
from plugins.complaint.queries import active_handlers

QUARTER = timedelta(minutes=15)
MORNING = time(7, 30)
AT_ONCE = 1000

News = dict[uuid.UUID, dict[uuid.UUID, tuple[int, int]]]
"""By person and box: new letters, and letters to which the writer added something."""


def ask_to_tell() -> None:
    """After a named letter or word: handlers hear of it soon, of several in one mail."""
    batch = int(now().timestamp() // QUARTER.total_seconds())
    key = f"complaint.tell_of_named/{current_tenant_id(db.session())}/{batch}"
    enqueue("complaint.tell_of_named", key=key, run_at=now() + QUARTER, language="")


def tell_of_named(_payload: Mapping[str, Any]) -> None:
    """Mail what named writers sent since the last time."""
    _tell(is_named=True)


@daily(MORNING)
def tell_of_anonymous(_payload: Mapping[str, Any]) -> None:
    """The morning's mail about letters without a name."""
    _tell(is_named=False)


def _tell(*, is_named: bool) -> None:
    news = _news(is_named=is_named)
    boxes = db.session.execute(select(Box.id, Box.title).order_by(Box.position, Box.id)).all() if news else ()
    for colleague in reachable_colleagues() if news else ():
        found, language = news[colleague.person_id], colleague.language or g.tenant.languages[0]
        rows = [(g.tenant.text(box.title, language), *found[box.id]) for box in boxes if box.id in found]
        if rows:
            send_mail(
                to=colleague.address,
                template="complaint/mail/news",
                language=language,
                shop=g.tenant.name_in(language),
                rows=rows,
                letters=sum(row[1] for row in rows),
                words=sum(row[2] for row in rows),
                url=console_url(g.tenant, "complaint_console.index"),
            )


def _news(*, is_named: bool) -> News:
    """What handlers were not told of, and now are."""
    found: News = defaultdict(dict)
    untold = select(Case.id).where(Case.told.is_(False), Case.is_named.is_(is_named)).limit(AT_ONCE)
    if not is_named:
        untold = untold.where(Case.received_on < today(g.tenant), ~_was_written_today())
    telling = update(Case).where(Case.id.in_(untold)).values(told=True).returning(Case.id)
    active = [handler.id for handler in active_handlers()]
    while ids := db.session.scalars(telling.execution_options(synchronize_session=False)).all():
        for row in _counts(ids, active):
            letters, words = found[row.person_id].get(row.box_id, (0, 0))
            found[row.person_id][row.box_id] = (letters + row.letters, words + row.words)
    return found


def _was_written_today() -> Exists:
    return exists().where(Event.case_id == Case.id, Event.kind == "written", Event.day >= today(g.tenant))


def _counts(ids: Sequence[uuid.UUID], active: Sequence[uuid.UUID]) -> Sequence[Row[Any]]:
    """By person and box: how many letters are new, and in how many others the writer added something."""
    return db.session.execute(
        select(
            Handler.person_id,
            Case.box_id,
            func.sum(case((Case.state == "new", 1), else_=0)).label("letters"),
            func.sum(case((Case.state == "new", 0), else_=1)).label("words"),
        )
        .join_from(Case, CaseKey, CaseKey.case_id == Case.id)
        .join(Handler, CaseKey.handler_id == Handler.id)
        .where(Case.id.in_(ids), Handler.id.in_(active), CaseKey.sealed != b"", ~is_out_of_sight(Handler.id))
        .group_by(Handler.person_id, Case.box_id)
    ).all()
