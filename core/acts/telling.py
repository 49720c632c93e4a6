"""Telling tools what people did: after the commit, each tool in a job of its own, at least once."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import g
from sqlalchemy import select

from core.acts.models import Act
from core.database import db
from core.jobs.operations import enqueue
from core.jobs.registry import Job, ToolAwayError, job_registry
from core.plugin_manager import plugins
from core.plugin_types import ActInfo
from core.tenancy import current_tenant_id
from core.tenants.queries import tenant_in_scope

HOOK = "act_recorded"
JOB = "acts.tell"


def ask_to_tell(act_id: uuid.UUID) -> None:
    """Ask for a job for each tool of this tenant that wants to know; for none of them nothing is asked.

    What a tool records while it is being told is not told again: two tools cannot answer each other for ever.
    """
    session, engine = db.session(), plugins()
    if session.info.get("tells_act") or not engine.implementers(HOOK):
        return
    tenant_id = current_tenant_id(session)
    tenant = g.get("tenant")
    if tenant is None or tenant.id != tenant_id:
        tenant = tenant_in_scope()
    for plugin in engine.implementers(HOOK, tenant):
        enqueue(
            JOB,
            {"act": str(act_id), "plugin": plugin},
            key=f"{JOB}/{plugin}/{tenant_id}/{act_id}",
            language="",
        )


def tell(payload: Mapping[str, Any]) -> None:
    """Call one tool's hook about one act; nothing where it is gone, nobody named, or it was undone.

    A tool that is away hears of it when it is back.
    """
    act = db.session.scalar(select(Act).where(Act.id == uuid.UUID(payload["act"])))
    if act is None or act.person_id is None or not act.times:
        return
    if not job_registry().is_there(payload["plugin"], g.tenant.id):
        raise ToolAwayError(payload["plugin"])
    info = db.session().info
    info["tells_act"] = True
    try:
        plugins().write(g.tenant, payload["plugin"], HOOK, act=act_info(act))
    finally:
        info["tells_act"] = False


def act_info(act: Act) -> ActInfo:
    """What tools learn of an act of a person."""
    assert act.person_id is not None
    return ActInfo(
        id=act.id,
        at=act.at,
        stage=act.stage,
        verb=act.verb,
        plugin=act.plugin,
        object_kind=act.object_kind,
        object_id=act.object_id,
        person_id=act.person_id,
        share_link_id=act.share_link_id,
    )


JOBS = {JOB: Job(tell)}
