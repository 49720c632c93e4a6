"""Bringing people in from a file: looked at first, then planned row by row, then done at once, then undone.

Nothing is there until everything is: the plan is written in portions, others can work meanwhile, and one
transaction carries it out. Somebody who is here already keeps what is known of them and gets what was not.
"""

import uuid
from collections.abc import Iterator, Sequence
from itertools import islice

from sqlalchemy import delete, insert, select, update
from uuid6 import uuid7

from core.database import changed_rows, db, now
from core.jobs.operations import enqueue
from core.people.models import Person
from core.pool.import_columns import FIELDS, guess_columns
from core.pool.import_matching import Planned, Planner
from core.pool.import_rows import RowFault, plain_cell
from core.pool.import_text import FileFault, can_read, find_encoding, rows_of
from core.pool.records import PersonImport, PersonImportFile, PersonImportRow

PORTION = 1000
"""Rows that are planned in one transaction."""
FAULTS_KEPT = 300
SAMPLE = 5

Row = tuple[int, Sequence[str]]
"""A row and where it stands in the file, counted from 1."""


class NotAgreedError(ValueError):
    """Nobody said that these people agreed to be kept."""


def receive(*, file_name: str, content: bytes, by: Person) -> PersonImport:
    """A new import, with its encoding and columns guessed, to be looked at. Raises `FileFault`."""
    arriving = PersonImport(
        file_name=plain_cell(file_name)[-120:], encoding=find_encoding(content), imported_by=by.id, fields=[]
    )
    head = list(islice(rows_of(content, arriving.encoding), 40))
    arriving.has_header, arriving.fields = guess_columns(head)
    db.session.add(arriving)
    db.session.flush()
    db.session.add(PersonImportFile(import_id=arriving.id, content=content))
    look(arriving, content)
    return arriving


def look_again(
    *, arriving: PersonImport, encoding: str, has_header: bool, fields: Sequence[str], tag: str
) -> None:
    """Look at the file in another way. Raises `FileFault` for an encoding in which it cannot be read."""
    content = content_of(arriving)
    if not can_read(content, encoding):
        raise FileFault("encoding")
    if encoding != arriving.encoding:  # the columns were not readable before
        arriving.encoding = encoding
        has_header, fields = guess_columns(list(islice(rows_of(content, encoding), 40)))
    arriving.has_header, arriving.tag = has_header, tag
    arriving.fields = [name if name in FIELDS else "" for name in fields]
    look(arriving, content)


def look(arriving: PersonImport, content: bytes) -> None:
    """Count what would come of each row, and note what is wrong with some."""
    planner, tally = Planner(arriving.fields, arriving.tag), Tally()
    for portion in portions_of(content, encoding=arriving.encoding, has_header=arriving.has_header):
        for planned in planner.plan(portion):
            tally.count(planned)
    if not tally.rows and not planner.empty:
        raise FileFault("empty")
    tally.write(arriving, planner)


def start(*, arriving: PersonImport, agreed: bool) -> None:
    """Have it done by a job. Raises `NotAgreedError`; does nothing where it was started before."""
    if not agreed:
        raise NotAgreedError
    if _turn(arriving.id, "preview", "queued", agreed_at=now()):
        enqueue("pool.import_people", {"import_id": str(arriving.id)}, key=f"pool.import/{arriving.id}")


def undo(*, arriving: PersonImport) -> None:
    """Have an import undone by a job; does nothing where there is nothing to undo."""
    if _turn(arriving.id, "done", "undoing"):
        enqueue("pool.undo_import", {"import_id": str(arriving.id)}, key=f"pool.undo/{arriving.id}")


def discard(*, arriving: PersonImport) -> None:
    """Forget a file that was only looked at."""
    if arriving.state == "preview":
        db.session.execute(delete(PersonImport).where(PersonImport.id == arriving.id))


def plan_portion(import_id: uuid.UUID, planner: Planner, portion: Sequence[Row], tally: "Tally") -> None:
    """Write down what some rows will do, and how far it has come."""
    rows = []
    for planned in planner.plan(portion):
        tally.count(planned)
        if isinstance(planned, Planned):
            known = planned.known
            row = {"import_id": import_id, "line": planned.arrival.line, "given": planned.given}
            row |= (
                {"outcome": "known", "person_id": known.id}
                if known
                else {"outcome": "new", "person_id": uuid7()}
            )
            rows.append(row)
    if rows:
        db.session.execute(insert(PersonImportRow), rows)
    progress = update(PersonImport).where(PersonImport.id == import_id).values(planned=tally.rows)
    db.session.execute(progress)


def portions_of(content: bytes, *, encoding: str, has_header: bool) -> Iterator[list[Row]]:
    """The rows below the heading, in portions. Raises `FileFault`."""
    rows: Iterator[Row] = enumerate(rows_of(content, encoding), start=1)
    if has_header:
        next(rows, None)
    while portion := list(islice(rows, PORTION)):
        yield portion


def sample_of(arriving: PersonImport) -> tuple[list[str], list[list[str]]]:
    """The heading and the first rows, as they stand in the file."""
    rows = list(islice(rows_of(content_of(arriving), arriving.encoding), SAMPLE + 1))
    width = len(arriving.fields)
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    return (rows[0], rows[1:]) if arriving.has_header and rows else ([""] * width, rows[:SAMPLE])


def broken_rows(arriving: PersonImport) -> Iterator[tuple[int, RowFault, Sequence[str]]]:
    """What is wrong, row by row, with what stands there."""
    content = content_of(arriving)
    planner = Planner(arriving.fields, arriving.tag)
    for portion in portions_of(content, encoding=arriving.encoding, has_header=arriving.has_header):
        rows = dict(portion)
        for planned in planner.plan(portion):
            if isinstance(planned, tuple):
                line, fault = planned
                yield line, fault, rows[line]


def import_by_id(import_id: uuid.UUID) -> PersonImport | None:
    """An import of this tenant."""
    return db.session.scalar(select(PersonImport).where(PersonImport.id == import_id))


def recent_imports(limit: int = 20) -> Sequence[PersonImport]:
    """The last imports, newest first."""
    return db.session.scalars(
        select(PersonImport).order_by(PersonImport.created_at.desc(), PersonImport.id.desc()).limit(limit)
    ).all()


def content_of(arriving: PersonImport) -> bytes:
    """The file; empty where it is gone."""
    content = select(PersonImportFile.content).where(PersonImportFile.import_id == arriving.id)
    return db.session.scalar(content) or b""


class Tally:
    """How many rows come out as what, and which are wrong."""

    def __init__(self) -> None:
        self.counts = {"new": 0, "known": 0, "filled": 0, "repeat": 0, "broken": 0}
        self.faults: list[list[str | int]] = []
        self.rows = 0

    def count(self, planned: Planned | tuple[int, RowFault]) -> None:
        self.rows += 1
        if isinstance(planned, tuple):
            line, fault = planned
            self.fault(line, fault)
        elif planned.known is None:
            self.counts["new"] += 1
        else:
            self.counts["known"] += 1
            self.counts["filled"] += bool(planned.given.keys() - {"tags"})

    def fault(self, line: int, fault: RowFault) -> None:
        """One more row that does not come in."""
        self.counts["repeat" if fault.reason == "repeat" else "broken"] += 1
        if len(self.faults) < FAULTS_KEPT:
            self.faults.append([line, fault.reason, fault.about])

    def write(self, arriving: PersonImport, planner: Planner) -> None:
        """Note it on the import."""
        arriving.rows, arriving.faults = self.rows, list(self.faults)
        arriving.counts = self.counts | {"empty": planner.empty}


def _turn(import_id: uuid.UUID, old: str, new: str, **more: object) -> bool:
    """Let one caller turn an import from one state into the next."""
    turned = changed_rows(
        update(PersonImport)
        .where(PersonImport.id == import_id, PersonImport.state == old)
        .values(state=new, **more)
    )
    return turned > 0
