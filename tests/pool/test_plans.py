"""How both databases go through many people: by the indexes that were made for it, and in few statements.

Plans instead of times; `python -m tests.pool.crowd` measures times.
"""

import re
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from core.database import db
from core.pool.finding import FEW, count_people, page_of, people_matching
from tests.pool.crowd import add_crowd, rules_to_measure

pytestmark = pytest.mark.both_databases
UTC_ZONE = ZoneInfo("UTC")
SIDE_BY_SIDE = "person USING COVERING INDEX ix_person_found (tenant_id=? AND state=? AND id>?)"
WHOLE_TABLE = re.compile(r"Seq Scan|\bSCAN (person|act|tagging)\b")


def plan_of(statement, parameters):
    """What the database is going to do, as text; PostgreSQL may do nothing that fits small tables only."""
    connection = db.session.connection()
    if db.engine.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return "\n".join(row[3] for row in rows)
    for way in ("seqscan", "sort", "bitmapscan"):
        connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    return "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters))


def asked_for(work):
    """The statements that `work` sends, with their parameters."""
    asked = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        asked.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return asked


def test_a_crowd_is_gone_through_by_indexes_alone(tenant):
    with tenant.scope():
        add_crowd(60)
        for name, rules in rules_to_measure().items():
            ids = people_matching(rules, UTC_ZONE)
            for work in (lambda ids=ids: count_people(ids), lambda ids=ids: page_of(ids, "new", count=1)):
                statement, parameters = asked_for(work)[0]
                plan = plan_of(statement, parameters)
                assert not WHOLE_TABLE.search(plan), (name, plan)
                if db.engine.dialect.name == "sqlite":
                    assert rules.joined_days or SIDE_BY_SIDE in plan, (name, plan)
                    assert not re.search("(act|tagging) USING INDEX", plan), (name, plan)


@pytest.mark.parametrize("sort", ["new", "old", "name"])
def test_a_page_deep_in_the_list_is_found_by_its_mark_without_sorting(tenant, sort):
    with tenant.scope():
        add_crowd(120)
        ids = people_matching(next(iter(rules_to_measure().values())), UTC_ZONE)
        mark = page_of(ids, sort, count=FEW + 1).after

        _mark, page, _rows = asked_for(lambda: page_of(ids, sort, count=FEW + 1, after=mark))

        plan = plan_of(*page)
        assert ("TEMP B-TREE" in plan, "Sort" in plan) == (False, False)
