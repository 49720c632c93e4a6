"""The events of one visit are those whose keys begin with its own, and no neighbours."""

import pytest

from hutong import db
from plugins.club.ledger import begin_event, transfers_under

pytestmark = pytest.mark.both_databases


def test_a_visits_events_are_those_whose_key_begins_so_and_no_neighbours(tenant, other_tenant):
    keys = ["visit:b", "visit:b:", "visit:b:1", "visit:b:friend:z", "visit:b;", "visit:b0:1", "visit:B:1"]
    with other_tenant.scope():
        begin_event("visit:b:theirs", "visit")
        db.session.commit()
    with tenant.scope():
        for key in keys:
            begin_event(key, "visit")

        assert [found.key for found in transfers_under("visit:b:")] == keys[1:4]
        assert [found.key for found in transfers_under("visit:b:friend:")] == keys[3:4]
