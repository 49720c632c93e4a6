"""What lies on disk after the night tells nobody in which order letters came."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
import time_machine
from flask import g
from sqlalchemy import insert, select, update
from sqlalchemy.engine import make_url

from hutong import db, tenant_in_scope
from hutong.testing import run_due_jobs
from plugins.complaint.jobs import HANDLERS
from plugins.complaint.models import Case, CaseKey
from plugins.complaint.progress import log_event
from plugins.complaint.testing import bare_case, make_box, set_up, topic_of

DAY = date(2026, 11, 23)
MANY = {"sqlite": 10, "postgresql": 300}  # more than fill a page of SQLite are sorted as they come
pytestmark = pytest.mark.both_databases


def write_letters(tenant, many):
    """One transaction for each, as writers do; gives the ids in that order."""
    with tenant.scope():
        handler_id, box = set_up()[0].id, make_box()
        rows = [bare_case(box, topic_of(box), DAY) for _ in range(many)]
        db.session.commit()
    for row in rows:
        with tenant.scope():
            row["content"] = b"<letter %s>" % row["id"].hex.encode()
            db.session.execute(insert(Case), [row])
            db.session.execute(
                insert(CaseKey), [{"case_id": row["id"], "handler_id": handler_id, "sealed": b"-"}]
            )
            log_event(
                case=db.session.scalars(select(Case).where(Case.id == row["id"])).one(),
                kind="received",
                day=DAY,
            )
            db.session.commit()
    return [row["id"] for row in rows]


def one_night(tenant, app, name="hide_order"):
    with time_machine.travel(datetime(2026, 11, 23, 19, 10, tzinfo=UTC), tick=False):
        with tenant.scope():
            g.tenant = tenant_in_scope()
            HANDLERS[name]({})
            db.session.commit()
        return run_due_jobs(app)


def places(url, database_kind):
    """For each letter its page and its place on it; and how many transactions can be told apart."""
    if database_kind == "sqlite":
        path = Path(make_url(url).database)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            size = connection.execute("PRAGMA page_size").fetchone()[0]
        found = re.finditer(rb"<letter (\w{32})>", path.read_bytes())
        return {UUID(match[1].decode()): divmod(match.start(), size) for match in found}, 1
    with psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(False)) as connection:
        rows = connection.execute("SELECT id, ctid::text, xmin::text FROM complaint_case").fetchall()
    spots = {row[0]: tuple(int(part) for part in row[1].strip("()").split(",")) for row in rows}
    return spots, len({row[2] for row in rows})


def agreement(order, spots):
    """How many pairs that share a page lie in this order: 1 all, 0 none, 0.5 by chance."""
    pairs = [spots[one] < spots[two] for one, two in combinations(order, 2) if spots[one][0] == spots[two][0]]
    return sum(pairs) / len(pairs)


def test_a_night_takes_the_order_of_writing_out_of_the_files(tenant, app, database_url, database_kind):
    order = write_letters(tenant, MANY[database_kind])
    before, _ = places(database_url, database_kind)
    assert agreement(order, before) in (0, 1)  # what is to be hidden is there
    assert "compaction.rewrite" in one_night(tenant, app)
    after, transactions = places(database_url, database_kind)
    assert (len(after), transactions) == (len(order), 1)
    assert agreement(sorted(after), after) in (0, 1)  # what is left is the order of the random keys
    assert agreement(order, after) not in (0, 1)


def test_nothing_of_deleted_letters_is_left(tenant, app, database_url, database_kind):
    write_letters(tenant, MANY[database_kind])
    with tenant.scope():
        db.session.execute(update(Case).values(state="closed", closed_on=date(2025, 1, 1)))
        db.session.commit()
    assert "compaction.rewrite" in one_night(tenant, app, "forget")
    assert places(database_url, database_kind)[0] == {}
