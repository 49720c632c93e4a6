"""A key that was damaged, or sealed to keys that are gone: one letter stays shut, and nothing else stops."""

import pytest
from sqlalchemy import select, update

from hutong import db
from plugins.complaint.models import Case, CaseKey, Keyring

pytestmark = pytest.mark.both_databases


def test_a_damaged_key_keeps_nobody_out(colleague, letter, stored):
    owner, staff = colleague("owner"), colleague("staff")
    broken, whole = letter(), letter("CANARY whole")

    def damage():
        mine = CaseKey.handler_id == owner.handler_id
        db.session.execute(update(CaseKey).where(mine, CaseKey.case_id == broken).values(sealed=b"x" * 200))
        promised = update(CaseKey).where(CaseKey.handler_id == staff.handler_id).values(sealed=b"")
        db.session.execute(promised)
        db.session.execute(update(Keyring).values(sheet=2))
        db.session.commit()

    stored(damage)
    assert owner.unlock().status_code == 302
    assert [owner.get(f"/letters/{one}").status_code for one in (broken, whole)] == [404, 200]
    assert owner.get("/").status_code == 200
    assert [owner.post("/sheet/move").status_code for _batch in range(2)] == [200, 302]
    assert stored(lambda: sorted(db.session.scalars(select(Case.sheet)))) == [1, 2]
    staff.unlock()
    assert [staff.get(f"/letters/{one}").status_code for one in (broken, whole)] == [404, 200]
