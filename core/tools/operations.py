"""Deleting what a tool keeps of a tenant: asked for by its owner, done by a job.

A job, however little there is: nobody knows beforehand how long a hundred thousand rows take, a request has
to end in time, and everything is to go in one transaction or not at all.
"""

import logging
import uuid
from collections.abc import Mapping
from typing import Any

from flask import g
from sqlalchemy import delete, update
from uuid6 import uuid7

from core.database import changed_rows, db
from core.jobs.operations import enqueue, forget_jobs_of
from core.jobs.registry import Job
from core.mail.operations import send_mail
from core.people.queries import keepers, person_by_id
from core.sharing.operations import end_links_of
from core.tenancy import current_tenant_id
from core.tenants.operations import touch_tenant
from core.texts import text_in
from core.tools.absence import title_of
from core.tools.queries import JOB, deletion_key, deletion_state, tables_here
from core.tools.tables import deletion_plan
from core.urls import console_url

log = logging.getLogger("hutong.tools")


class ToolInUseError(RuntimeError):
    """The tool is switched on: its data is not deleted under people's hands."""


def ask_to_delete(*, plugin: str, asked_by: uuid.UUID) -> None:
    """Have the tenant's data of a tool deleted. Asked twice it is done once. Raises `ToolInUseError`."""
    if plugin in g.tenant.plugins:
        raise ToolInUseError(plugin)
    if deletion_state(plugin) != "asked":
        enqueue(JOB, {"plugin": plugin, "by": str(asked_by)}, key=f"{deletion_key(plugin)}{uuid7()}")


def delete_data(payload: Mapping[str, Any]) -> None:
    """Delete all rows of a tool that are this tenant's; codes to them say from now on that they are gone.

    Nothing happens where the tool was switched on meanwhile.
    """
    plugin = payload["plugin"]
    if plugin in g.tenant.plugins:
        return
    count = _delete_rows(plugin)
    end_links_of(plugin)
    forget_jobs_of(plugin, g.tenant.id)
    touch_tenant(tenant_id=g.tenant.id)
    log.warning("tenant %s: %s rows of %s deleted, asked by %s", g.tenant.slug, count, plugin, payload["by"])
    _tell_keepers(plugin, count, uuid.UUID(payload["by"]))


def _delete_rows(plugin: str) -> int:
    tenant_id = current_tenant_id(db.session())
    emptied, order = deletion_plan(tables_here(plugin))
    for table, column in emptied:
        clause = table.clause
        db.session.execute(update(clause).where(clause.c.tenant_id == tenant_id).values({column: None}))
    clauses = [table.clause for table in order]
    return sum(changed_rows(delete(clause).where(clause.c.tenant_id == tenant_id)) for clause in clauses)


def _tell_keepers(plugin: str, count: int, asked_by: uuid.UUID) -> None:
    """Owners and admins get a mail, with the name of who asked."""
    person = person_by_id(asked_by)
    for address, language in keepers():
        send_mail(
            to=address,
            template="tools/mail/deleted",
            language=language,
            shop=g.tenant.name_in(language),
            tool=text_in(title_of(plugin), language),
            who=person.name if person is not None else "",
            count=count,
            url=console_url(g.tenant, "tools.index"),
        )


JOBS = {JOB: Job(delete_data)}
