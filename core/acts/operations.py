"""Writing the ledger."""

import uuid
from datetime import datetime

from sqlalchemy import update
from uuid6 import uuid7

from core.acts.models import Act, Stage
from core.acts.telling import ask_to_tell
from core.database import changed_rows, db, insert_with_conflicts
from core.tenancy import current_tenant_id

ONCE = uuid.UUID("6f0b8a52-4a5e-5c0e-9d0f-3f8a9a1f7c11")
"""Namespace of the ids of lines that are written once."""


def record_act(
    *,
    stage: Stage,
    verb: str,
    plugin: str = "",
    object_kind: str = "",
    object_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
    share_link_id: uuid.UUID | None = None,
    times: int = 1,
) -> Act:
    """Write one line, in the transaction of the change it tells of.

    A link's funnel counts ``scan``, ``visit``, ``start`` and ``complete`` by these verbs, whatever the tool;
    every act of the stage "order" counts as complete. Where it says who, tools that implement `act_recorded`
    hear of it after the commit.
    """
    act = Act(
        id=uuid7(),
        stage=stage,
        verb=verb,
        plugin=plugin,
        object_kind=object_kind,
        object_id=object_id,
        person_id=person_id,
        share_link_id=share_link_id,
        times=times,
    )
    db.session.add(act)
    if person_id is not None:
        ask_to_tell(act.id)
    return act


def record_act_once(
    key: str,
    *,
    stage: Stage,
    verb: str,
    plugin: str = "",
    object_kind: str = "",
    object_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
    share_link_id: uuid.UUID | None = None,
) -> None:
    """Write one line unless this tenant's ledger has one of the same `key` and verb already.

    For what may be taken back (`take_back_act`), and for what is said more than once: a page's beacon and the
    submission that follows both tell of one start.
    `person_id`, known only to the later of them, is noted on the line that is there.
    """
    tenant_id, act_id = current_tenant_id(db.session()), _id_of(key, verb)
    line = insert_with_conflicts(Act).values(
        tenant_id=tenant_id,
        id=act_id,
        stage=stage,
        verb=verb,
        plugin=plugin,
        object_kind=object_kind,
        object_id=object_id,
        person_id=person_id,
        share_link_id=share_link_id,
    )
    same = ["tenant_id", "id"]
    db.session.execute(
        line.on_conflict_do_nothing(index_elements=same)
        if person_id is None
        else line.on_conflict_do_update(index_elements=same, set_={"person_id": person_id})
    )
    if person_id is not None:
        ask_to_tell(act_id)


def take_back_act(key: str, *, verb: str) -> bool:
    """What `record_act_once` wrote under this key counts nowhere any more; False where nothing did.

    Its line stays, for the person's page. Who wants the taking back told as well records an act of the
    stage ``back`` beside it.
    """
    taken = changed_rows(update(Act).where(Act.id == _id_of(key, verb), Act.times > 0).values(times=0))
    return taken > 0


def _id_of(key: str, verb: str) -> uuid.UUID:
    return uuid.uuid5(ONCE, f"{current_tenant_id(db.session())}:{verb}:{key}")


def add_to_day(
    *,
    day: datetime,
    times: int,
    stage: Stage,
    verb: str,
    plugin: str,
    object_kind: str,
    object_id: uuid.UUID,
    share_link_id: uuid.UUID | None,
) -> None:
    """Add to the one line of this link and day. Its id tells no order; its time is where the day begins."""
    tenant_id = current_tenant_id(db.session())
    db.session.execute(
        insert_with_conflicts(Act)
        .values(
            tenant_id=tenant_id,
            id=uuid.uuid5(ONCE, f"{tenant_id}:{verb}:{object_id}:{share_link_id}:{day.isoformat()}"),
            at=day,
            stage=stage,
            verb=verb,
            plugin=plugin,
            object_kind=object_kind,
            object_id=object_id,
            share_link_id=share_link_id,
            times=times,
        )
        .on_conflict_do_update(index_elements=["tenant_id", "id"], set_={"times": Act.times + times})
    )
