"""Personal links: one for each person and object, also in parallel; the lists show them as one line."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from core.acts.operations import record_act
from core.database import db
from core.sharing.models import ShareLink
from core.sharing.operations import create_link, first_link, personal_link_of
from core.sharing.queries import all_links, links_of
from core.testing.samples import sample_arguments

WHERE = {"plugin": "site", "object_kind": "page"}


@pytest.mark.both_databases
def test_a_person_has_one_link_to_an_object_however_many_ask_at_once(tenant):
    person_id, object_id = uuid.uuid4(), uuid.uuid4()

    def ask(_number):
        with tenant.scope():
            link = personal_link_of(person_id, object_id=object_id, **WHERE)
            db.session.commit()
            return link.id

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(ask, range(16)))

    assert len(found) == 1
    with tenant.scope():
        assert db.session.scalar(select(func.count(ShareLink.id))) == 1
        assert personal_link_of(uuid.uuid4(), object_id=object_id, **WHERE).id not in found
        assert personal_link_of(person_id, object_id=uuid.uuid4(), **WHERE).id not in found


def test_the_same_person_and_object_in_another_tenant_are_others(tenant, other_tenant):
    person_id, object_id = uuid.uuid4(), uuid.uuid4()
    codes = set()
    for owner in (tenant, other_tenant):
        with owner.scope():
            codes.add(personal_link_of(person_id, object_id=object_id, **WHERE).code)
            db.session.commit()

    assert len(codes) == 2


def test_lists_of_codes_leave_personal_links_out_and_count_them_together(app, tenant):
    with tenant.scope():
        sample_arguments(app)
        targets = app.extensions["hutong.plugins"].gather_items(tenant.info(), "share_targets")
        target = next(target for target in targets if target.plugin == "survey")
        object_id, where = target.id, {"plugin": "survey", "object_kind": "survey"}
        before = [link.id for link in all_links()]
        mine = create_link(object_id=object_id, shared_by=uuid.uuid4(), **where)
        assert mine.id != first_link(object_id=object_id, **where).id
        for number in range(3):
            link = personal_link_of(uuid.uuid4(), object_id=object_id, **where)
            verb = {"stage": "seen", "verb": "scan", "plugin": "survey", "object_id": object_id}
            record_act(share_link_id=link.id, times=number + 1, **verb)
        assert [link.shared_by for link in links_of(object_id)] == [None] * len(links_of(object_id))
        assert {link.id for link in all_links()} - set(before) <= {link.id for link in links_of(object_id)}
        db.session.commit()

    page = tenant.owner.get(tenant.console(f"/share/{object_id}")).text

    assert page.count("Personal links of members") == 1
    assert "4 links, 6 scans" in page
    assert tenant.owner.get(tenant.console(f"/share/links/{mine_id(tenant)}/edit")).status_code == 404
    assert tenant.owner.get(tenant.console(f"/share/links/{mine_id(tenant)}")).status_code == 200


def mine_id(tenant):
    with tenant.scope():
        return db.session.scalars(select(ShareLink.id).where(ShareLink.shared_by.is_not(None))).first()
