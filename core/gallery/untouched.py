"""Which of the rows that a template brought can go again: those that nobody has changed, used or built upon.

Rows that go with another one when it is deleted (their foreign key cascades), and links to a thing, are that
thing's: they stay or go together. A thing stays

* if something of it says something else than it did (``changed``),
* if a row that came later belongs to it: an answer, a registration, a letter, a scanned link (``used``),
* if something that stays refers to it (``needed``).
"""

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import ForeignKeyConstraint, select

from core.acts.models import Act
from core.database import db
from core.gallery.asking import answers
from core.gallery.witnessing import Witnessed, digest, mappers, rows_of, values_of
from core.plugin_types import PageBlock, ShareTarget
from core.sharing.models import ShareLink
from core.tenants.info import TenantInfo

Reason = Literal["changed", "used", "needed"]
Name = tuple[str, uuid.UUID]
"""A row: its table and its id."""
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LINK = re.compile(r"(?:^|\]\()((?:page|tool):[^\s)]+)")
_FILE = re.compile(r"[\w-]+\.svg")


@dataclass(eq=False)
class Thing:
    """A row with all that is its own; `why` it stays, if it does."""

    root: Name
    rows: dict[Name, Any] = field(default_factory=dict)
    why: Reason | None = None


def things_of(
    info: TenantInfo, witnessed: Iterable[Witnessed], written: Mapping[str, Mapping[str, Any]]
) -> list[Thing]:
    """The things that came into being and are still there, each with why it stays, or None: it can go.

    `written` is what all tools hold. Raises `SilentToolsError` where one does not say what it has.
    """
    known = {(row.table, row.id): row for row in witnessed}
    rows = rows_of(known)
    things = _grouped(rows)
    owner = {name: thing for thing in things for name in thing.rows}
    for name, row in rows.items():
        if digest(row) != known[name].digest:
            owner[name].why = "changed"
    for name in _used(rows):
        owner[name].why = owner[name].why or "used"
    _keep_what_is_needed(_Addresses.of(info, owner), written, things, owner)
    return things


def _grouped(rows: Mapping[Name, Any]) -> list[Thing]:
    """Each row under the outermost row that it goes with."""
    found: dict[Name, Thing] = {}
    for name, row in rows.items():
        root, seen = name, {name}
        while (above := _above(root, rows)) is not None and above not in seen:
            root = above
            seen.add(root)
        found.setdefault(root, Thing(root)).rows[name] = row
    return list(found.values())


def _above(name: Name, rows: Mapping[Name, Any]) -> Name | None:
    row = rows[name]
    if isinstance(row, ShareLink):
        return next((other for other in rows if other[1] == row.object_id), None)
    for key, column in _references(name[0]):
        above = (key.referred_table.name, getattr(row, column))
        if key.ondelete == "CASCADE" and above in rows:
            return above
    return None


def _references(table: str) -> Iterator[tuple[ForeignKeyConstraint, str]]:
    """The keys of a table that lead to another row of the tenant, with the column that holds its id."""
    for key in mappers()[table].local_table.foreign_key_constraints:  # type: ignore[attr-defined]
        columns = [column for column in key.column_keys if column != "tenant_id"]
        if len(columns) == 1 and "tenant_id" in key.column_keys:
            yield key, columns[0]


def _used(rows: Mapping[Name, Any]) -> set[Name]:
    """Those to which a row belongs that came from elsewhere."""
    by_table: dict[str, set[uuid.UUID]] = {}
    for table, row_id in rows:
        by_table.setdefault(table, set()).add(row_id)
    used: set[Name] = set()
    for table in mappers():
        for key, column in _references(table):
            ids = by_table.get(key.referred_table.name)
            if ids:
                found = _pointing(table, column, ids, but=by_table.get(table, set()))
                used |= {(key.referred_table.name, row_id) for row_id in found}
    return used | _led_to(rows)


def _pointing(table: str, column: str, ids: set[uuid.UUID], *, but: set[uuid.UUID]) -> set[uuid.UUID]:
    """Which of `ids` rows of `table` hold in `column`, apart from the rows `but`."""
    model = mappers()[table].class_
    held = getattr(model, column)
    statement = select(held).where(held.in_(ids)).distinct()
    return set(db.session.scalars(statement.where(model.id.not_in(but)) if but else statement))


def _led_to(rows: Mapping[Name, Any]) -> set[Name]:
    """Those of which the ledger tells, or to which somebody made a further link."""
    ids = {row_id: name for name in rows for row_id in (name[1],)}
    links = {row_id for table, row_id in rows if table == ShareLink.__tablename__}
    found = _pointing("act", "object_id", set(ids), but=set())
    found |= _pointing("share_link", "object_id", set(ids), but=links)
    found |= set(db.session.scalars(select(Act.share_link_id).where(Act.share_link_id.in_(links)).distinct()))
    return {ids[row_id] for row_id in found if row_id in ids}


def _keep_what_is_needed(
    addresses: "_Addresses",
    written: Mapping[str, Mapping[str, Any]],
    things: list[Thing],
    owner: Mapping[Name, Thing],
) -> None:
    """What stays keeps what it refers to: by key, by id inside its data, by link or picture on a page."""
    waiting = [thing for thing in things if thing.why]
    needed = list(addresses.led_to(_others(written, addresses)))
    while waiting or needed:
        for thing in needed:
            if thing.why is None:
                thing.why = "needed"
                waiting.append(thing)
        needed = list(_needs(waiting.pop(), addresses, owner)) if waiting else []


def _needs(thing: Thing, addresses: "_Addresses", owner: Mapping[Name, Thing]) -> Iterator[Thing]:
    for name, row in thing.rows.items():
        for key, column in _references(name[0]):
            needed = owner.get((key.referred_table.name, getattr(row, column)))
            if needed is not None and needed is not thing:
                yield needed
        yield from addresses.led_to(values_of(row))


def _others(written: Mapping[str, Mapping[str, Any]], addresses: "_Addresses") -> list[Any]:
    """What the tenant's tools write down of things that the template did not bring."""
    return [
        item
        for plugin, content in written.items()
        for items in content.values()
        for item in (items if isinstance(items, list) else [items])
        if not (isinstance(item, dict) and (plugin, str(item.get("key"))) in addresses.by_key)
    ]


def _items(answers: Mapping[str, Iterable[Any]]) -> list[Any]:
    return [item for items in answers.values() for item in items]


@dataclass
class _Addresses:
    """How things of the template can be referred to."""

    by_id: dict[str, Thing]
    by_key: dict[tuple[str, str], Thing]
    """By plugin and key."""
    links: dict[str, Thing]
    files: dict[str, Thing]
    fields: dict[str, str]
    """Kinds of blocks of pages, with the field that holds the key of what they show."""

    @classmethod
    def of(cls, info: TenantInfo, owner: Mapping[Name, Thing]) -> "_Addresses":
        by_id = {str(row_id): thing for (_, row_id), thing in owner.items()}
        by_key, files = {}, {}
        for (table, _), thing in owner.items():
            row = thing.rows[thing.root]
            plugin = table.partition("_")[0]
            for column in ("starter_key", "key"):
                if isinstance(value := getattr(row, column, None), str):
                    by_key[plugin, value] = thing
            if isinstance(value := getattr(row, "name", None), str) and _FILE.fullmatch(value):
                files[value] = thing
        targets: list[ShareTarget] = _items(answers(info, "share_targets", object_id=None))
        links = {}
        for target in targets:
            if (found := by_id.get(str(target.id))) is not None and target.key:
                links[f"tool:{target.plugin}/{target.key}"] = found
                by_key[target.plugin, target.key] = found
                if target.kind == "page":
                    links[f"page:{target.key}"] = found
        blocks: list[PageBlock] = _items(answers(info, "page_blocks"))
        return cls(by_id, by_key, links, files, {block.kind: block.field for block in blocks})

    def led_to(self, node: Any) -> Iterator[Thing]:
        """The things that data refers to."""
        if isinstance(node, uuid.UUID):
            yield from self._at(self.by_id, str(node))
        elif isinstance(node, str):
            yield from self._at(self.files, node)
            for table, pattern in ((self.links, _LINK), (self.by_id, _UUID)):
                for found in pattern.findall(node):
                    yield from self._at(table, found)
        elif isinstance(node, Mapping):
            yield from self._shown(node)
            for value in node.values():
                yield from self.led_to(value)
        elif isinstance(node, list | tuple):
            for value in node:
                yield from self.led_to(value)

    def _shown(self, block: Mapping[str, Any]) -> Iterator[Thing]:
        """What a block of another tool shows, as the file has it and as it is kept."""
        kind = str(block.get("kind"))
        if kind in self.fields:
            key = block.get(self.fields[kind], block.get("object"))
            yield from self._at(self.by_key, (kind.partition(".")[0], str(key)))

    @staticmethod
    def _at(table: Mapping[Any, Thing], name: Any) -> Iterator[Thing]:
        if (found := table.get(name)) is not None:
            yield found
