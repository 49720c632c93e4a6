"""Everything a tool keeps of a tenant, as a zip that is sent while it is read.

One table is one CSV with all its columns, which opens in a spreadsheet. Files and other bytes lie beside it
in ``files/``, under the name that stands in their cell. Neither a transaction nor a connection is held while
the other side takes its time: each portion is read in a context of its own.
"""

import io
import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import yaml
from flask import Flask, g
from sqlalchemy import func, select

from core.column_kinds import KINDS
from core.csv_cells import BOM, csv_text
from core.database import db, now, reading
from core.i18n import interface_language, speaking
from core.plugin_manager import plugins
from core.tenancy import tenant_scope
from core.tenants.info import TenantInfo
from core.texts import text_in
from core.this_app import this_app
from core.tools.queries import tables_here
from core.tools.tables import PluginTable

PORTION = 500
README = """\
# {zh}

这里是“{zh}”为 {shop} 存下的全部内容，{moment}（UTC）导出。里面有客人的资料，请像对待账本一样收好。

- tables/：一张表一个 CSV 文件，每一列都在，可以用表格软件打开。
- files/：表里提到的照片和文件，文件名就写在那一格里。
- content/{name}.yaml：可以再用到别的社区的那一部分（题目、页面、设置），没有客人的资料。

以 ' 开头的格子，是为了不让表格软件把它当成公式。加了密的内容，在这里仍然是加了密的样子。

# {en}

Everything that “{en}” kept for {shop}, taken at {moment} (UTC). Customers’ data is in it: keep it as you keep
your books.

- tables/: one CSV for each table, with every column; opens in a spreadsheet.
- files/: the pictures and files that the tables speak of, by the name in the cell.
- content/{name}.yaml: the part that another community could use (questions, pages, settings), without
  customers.

A cell begins with ' where a spreadsheet would take it for a formula. What was sealed is sealed here too.
"""


@dataclass(frozen=True, slots=True)
class Export:
    """One tool of one tenant, read in contexts of its own."""

    app: Flask
    tenant: TenantInfo
    plugin: str
    tables: tuple[PluginTable, ...]
    language: str

    def members(self, readme: str) -> Iterator[tuple[str, Iterable[bytes]]]:
        """The files of the zip: names, and what is in them."""
        yield "README.txt", [readme.encode()]
        content = self._content()
        if content:
            yield f"content/{self.plugin}.yaml", [content.encode()]
        for table in self.tables:
            yield f"tables/{table.name}.csv", self._rows(table)
            for row_id, column in self._files(table):
                yield _file_name(table, row_id, column), self._bytes(table, row_id, column)

    @contextmanager
    def _scope(self) -> Iterator[None]:
        with self.app.app_context(), reading(), speaking(self.language), tenant_scope(self.tenant.id):
            g.tenant, g.language = self.tenant, self.language
            yield

    def _content(self) -> str:
        """What a template could take over; asked of the tool although it is switched off."""
        with self._scope():
            asked = replace(self.tenant, plugins=frozenset({self.plugin}), paused=frozenset())
            found = plugins().gather(asked, "starter_export")
            return "".join(
                yaml.safe_dump(_plain(part), allow_unicode=True, sort_keys=False) for _, part in found
            )

    def _rows(self, table: PluginTable) -> Iterator[bytes]:
        yield (BOM + csv_text([table.kinds])).encode()
        for rows in self._portions(table, table.kinds):
            yield csv_text([[_cell(table, row, column) for column in table.kinds] for row in rows]).encode()

    def _files(self, table: PluginTable) -> Iterator[tuple[uuid.UUID, str]]:
        columns = [name for name, kind in table.kinds.items() if kind == "bytes"]
        if columns:
            for rows in self._portions(table, ["id", *columns]):
                yield from ((row["id"], column) for row in rows for column in columns if row[column])

    def _bytes(self, table: PluginTable, row_id: uuid.UUID, column: str) -> Iterator[bytes]:
        with self._scope():
            clause = table.clause
            mine = clause.c.tenant_id == self.tenant.id
            yield db.session.scalar(select(clause.c[column]).where(mine, clause.c.id == row_id)) or b""

    def _portions(self, table: PluginTable, columns: Iterable[str]) -> Iterator[list[dict[str, Any]]]:
        """Rows in the order of their keys: how they lie on disk could tell in which order people wrote.

        Of bytes only how many there are: a row may hold a whole film.
        """
        clause, after = table.clause, None
        wanted = [
            func.length(clause.c[name]).label(name) if table.kinds[name] == "bytes" else clause.c[name]
            for name in columns
        ]
        while True:
            rest = select(*wanted).where(clause.c.tenant_id == self.tenant.id)
            if after is not None:
                rest = rest.where(clause.c.id > after)
            with self._scope():
                found = db.session.execute(rest.order_by(clause.c.id).limit(PORTION))
                rows = [dict(row) for row in found.mappings()]
            yield rows
            if len(rows) < PORTION:
                return
            after = rows[-1]["id"]


def export_of(plugin: str) -> Export:
    """What the tenant in scope may take along of a tool."""
    app = this_app()
    return Export(app, g.tenant, plugin, tuple(tables_here(plugin)), interface_language())


def readme_of(export: Export) -> str:
    """What stands in the zip, in both languages."""
    title = plugins().manifests[export.plugin].title
    return README.format(
        zh=text_in(title, "zh"),
        en=text_in(title, "en"),
        name=export.plugin,
        shop=export.tenant.name_in(export.language),
        moment=f"{now():%Y-%m-%d %H:%M}",
    )


def zipped(members: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """A zip of these files, piece by piece; their times say nothing."""
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        for name, parts in members:
            entry = ZipInfo(name)
            entry.compress_type = ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as file:
                for part in parts:
                    file.write(part)
                    yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """What was written since it was last taken; nobody can go back in it."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def _cell(table: PluginTable, row: dict[str, Any], column: str) -> str:
    value, kind = row[column], table.kinds[column]
    if value is None or kind == "bytes":
        return _file_name(table, row["id"], column) if value else ""
    written = KINDS[kind].write(value)
    return written if isinstance(written, str) else json.dumps(written, ensure_ascii=False)


def _file_name(table: PluginTable, row_id: uuid.UUID, column: str) -> str:
    return f"files/{table.name}/{row_id}-{column}"


def _plain(part: Any) -> Any:
    """Maps and lists, whatever the tool built them of."""
    return json.loads(json.dumps(part, ensure_ascii=False, default=str))
