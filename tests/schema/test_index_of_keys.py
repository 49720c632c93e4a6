"""The events of one visit of the club are a range of the keys, read by their index on both databases."""

import pytest
from sqlalchemy import event

from core.database import db
from plugins.club.ledger import transfers_under
from plugins.club.models import Transfer

pytestmark = pytest.mark.both_databases


def plan_of(work):
    """How the database goes about the one statement of `work`; PostgreSQL must not scan what is short."""
    asked = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        asked.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    [(statement, parameters)] = [one for one in asked if one[0].startswith("SELECT")]
    connection = db.session.connection()
    if db.engine.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return "\n".join(row[3] for row in rows)
    for way in ("seqscan", "bitmapscan"):
        connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    return "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters))


def test_the_index_of_keys_gives_the_range(tenant):
    with tenant.scope():
        db.session.add_all(Transfer(key=f"visit:{number}:1", reason="visit") for number in range(500))
        db.session.flush()
        db.session.connection().exec_driver_sql("ANALYZE club_transfer")
        plan, database = plan_of(lambda: transfers_under("visit:b:")), db.engine.dialect.name

    if database == "sqlite":
        assert "(tenant_id=? AND key>? AND key<?)" in plan
    else:
        condition = next(line for line in plan.splitlines() if "Index Cond" in line)
        assert "uq_club_transfer_tenant_id_key" in plan
        assert "visit:b:" in condition
        assert "visit:b;" in condition
