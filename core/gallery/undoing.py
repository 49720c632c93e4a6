"""Taking back a template that was applied: what nobody has touched goes, all else stays and is listed."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, func, select

from core.database import Base, db, now, take_turns
from core.gallery.applied import TemplateApplication
from core.gallery.applying import own_columns, set_own, turns_of
from core.gallery.asking import with_every_tool
from core.gallery.changes import Exports, items_of, written_down
from core.gallery.operations import ANCESTORS, APPLIED
from core.gallery.untouched import Thing, things_of
from core.gallery.witnessing import Witnessed, mappers, rows_of
from core.plugin_manager import plugins
from core.tenants.models import Tenant
from core.tenants.operations import info_of, touch_tenant


class UndoneError(RuntimeError):
    """It was taken back before."""


def take_back(*, tenant: Tenant, record: TemplateApplication) -> None:
    """Undo what applying a template did, as far as nobody has worked with it since.

    Nothing that people gave or wrote is ever lost: what has an answer, a registration, a change or a visitor
    by its link stays, and what it needs stays with it (see `untouched`). All tools are asked
    what they need, also those that pause or are off. Raises `UndoneError`, and `SilentToolsError` where one
    does not answer: nothing has changed then.
    """
    take_turns(turns_of(tenant))
    db.session.refresh(tenant)
    db.session.refresh(record)
    if record.undone_at is not None:
        raise UndoneError
    info = with_every_tool(info_of(tenant))
    witnessed = _witnessed(record)
    rows_of(
        [(row.table, row.id) for row in witnessed], hold=True
    )  # an answer comes before this, or not at all
    written = written_down(info)
    things = things_of(info, witnessed, written)
    record.kept = _listed(written, [thing for thing in things if thing.why])
    _delete([thing for thing in things if not thing.why])
    _restore(tenant, record)
    if not any(thing.why for thing in things) and not _is_away(witnessed):
        _disown(tenant, record)
    record.undone_at = now()
    touch_tenant(tenant_id=tenant.id)


def _witnessed(record: TemplateApplication) -> list[Witnessed]:
    return [Witnessed(table, uuid.UUID(row_id), digest) for table, row_id, digest in record.rows]


def _listed(written: Exports, things: Iterable[Thing]) -> list[dict[str, Any]]:
    """The things that have a title, each with its tool and why it stays."""
    titles = {
        (plugin, key): title
        for plugin, content in written.items()
        for (_, key), title in items_of(content).items()
    }
    found = []
    for thing in things:
        plugin = thing.root[0].partition("_")[0]
        title = titles.get((plugin, _key(thing))) or _title(thing)
        if title:
            found.append({"plugin": plugin, "title": title, "why": thing.why})
    return found


def _key(thing: Thing) -> str:
    root = thing.rows[thing.root]
    return str(getattr(root, "starter_key", None) or getattr(root, "key", None) or thing.root[1])


def _title(thing: Thing) -> Mapping[str, str]:
    """What it calls itself, where its tool does not write it down: it lies in the bin, or is over."""
    root = thing.rows[thing.root]
    texts = (getattr(root, "title", None), getattr(root, "name", None))
    return next((text for text in texts if isinstance(text, dict) and text), {})


def _delete(things: Iterable[Thing]) -> None:
    """Rows that lead to others first."""
    gone: dict[str, list[uuid.UUID]] = {}
    for thing in things:
        for table, row_id in thing.rows:
            gone.setdefault(table, []).append(row_id)
    known = mappers()
    for table in reversed(Base.metadata.sorted_tables):
        if table.name in gone:
            model = known[table.name].class_
            db.session.execute(delete(model).where(model.id.in_(gone[table.name])))
    db.session.expire_all()


def _restore(tenant: Tenant, record: TemplateApplication) -> None:
    """The tenant's own columns, as far as they are as the template left them.

    What a tool holds that is not installed now is not known: it stays switched on.
    """
    current = own_columns(tenant)
    columns = {
        name: record.before[name]
        for name in ("name", "theme", "tagline")
        if current[name] == record.after[name]
    }
    new_tools = [name for name in record.after["plugins"] if name not in record.before["plugins"]]
    idle = [name for name in new_tools if name in plugins().manifests and not _has_rows(name)]
    columns["plugins"] = [name for name in current["plugins"] if name not in idle]
    if record.template not in record.before[APPLIED]:
        columns[APPLIED] = [name for name in current[APPLIED] if name != record.template]
    set_own(tenant, columns)


def _disown(tenant: Tenant, record: TemplateApplication) -> None:
    """Nothing of it is left: the site descends from it no longer, unless it did before."""
    before = {one["name"] for one in record.before.get(ANCESTORS, ())}
    ancestors = [
        one
        for one in own_columns(tenant)[ANCESTORS]
        if one["name"] != record.template or one["name"] in before
    ]
    set_own(tenant, {ANCESTORS: ancestors})


def _is_away(witnessed: Iterable[Witnessed]) -> bool:
    """Whether rows may be left of a tool that is not installed now."""
    return any(row.table not in mappers() for row in witnessed)


def _has_rows(plugin: str) -> bool:
    """Whether anything of a tool is left in the tenant in scope."""
    return any(
        db.session.scalar(select(func.count()).select_from(select(mapper.class_.id).limit(1).subquery()))
        for name, mapper in mappers().items()
        if name.startswith(f"{plugin}_")
    )
