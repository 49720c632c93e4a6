"""Writing the ledger."""

import uuid

from core.acts.models import Act, Stage
from core.database import db


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
    """Write one line, in the transaction of the change it tells of."""
    act = Act(
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
    return act
