"""Two people with a card of the club each become one, and are parted again: points, visits, coupons."""

import uuid

import pytest
from flask import g
from sqlalchemy import select

from core.database import db
from core.people.models import Person
from core.pool.merging import merge_people, part_people
from plugins.club.explaining import explain_balance
from plugins.club.models import Coupon, Member, Visit
from plugins.club.queries import member_by_number, member_of_person
from plugins.club.testing import make_coupon, make_member, make_offer, make_rule
from plugins.club.visits import record_visit, refund_visit

pytestmark = pytest.mark.both_databases


def counted(member):
    db.session.refresh(member)
    of = [select(model.id).where(model.member_id == member.id) for model in (Visit, Coupon)]
    rows = tuple(len(db.session.scalars(found).all()) for found in of)
    return member.balance, member.earned, member.visits, member.spent, *rows


def test_the_kept_card_takes_over_all_and_gives_it_back(tenant):
    assert tenant.owner
    info = tenant.info()
    with tenant.scope():
        g.tenant = info
        make_rule()
        kept, gone = make_member("Wang"), make_member("Xiao Wang")
        record_visit(member=kept, amount=3_000, nonce=uuid.uuid4().hex)
        visit, _is_new = record_visit(member=gone, amount=5_000, nonce=uuid.uuid4().hex)
        record_visit(member=gone, amount=2_000, nonce=uuid.uuid4().hex)
        make_coupon(make_offer(), gone)
        one, other = (
            db.session.get(Person, (info.id, kept.person_id)),
            db.session.get(Person, (info.id, gone.person_id)),
        )
        owner = db.session.scalars(select(Person).where(Person.role == "owner")).one()
        before = counted(kept), counted(gone)
        assert before == ((30, 30, 1, 3_000, 1, 0), (70, 70, 2, 7_000, 2, 1))

        merge = merge_people(tenant=info, kept=one, gone=other, from_gone=(), by=owner)

        assert (counted(kept), counted(gone)) == ((100, 100, 3, 10_000, 3, 1), (0, 0, 0, 0, 0, 0))
        assert member_by_number(gone.number).id == kept.id
        assert member_of_person(one.id).id == kept.id
        db.session.refresh(visit)
        refund_visit(visit=visit)
        record_visit(member=kept, amount=1_000, nonce=uuid.uuid4().hex)
        assert counted(kept) == (60, 60, 3, 6_000, 4, 1)

        part_people(tenant=info, merge=merge)

        assert (counted(kept), counted(gone)) == ((40, 40, 2, 4_000, 2, 0), (20, 20, 1, 2_000, 2, 1))
        for member in db.session.scalars(select(Member)):
            assert explain_balance(member)[-1].balance == member.balance
