"""Who is here twice is found by reason, looked at side by side, merged, parted, or said to be two."""

import pytest
from sqlalchemy import insert, select

from core.database import db
from core.people.models import Person, derived
from core.people.operations import add_person
from core.pool.duplicates import suggestions
from core.pool.records import PersonMerge

pytestmark = pytest.mark.both_databases

PEOPLE = [
    ("Anna", "", "anna.b@gmail.com"),
    ("A. B.", "", "Annab+shop@googlemail.com"),
    ("王小明", "138 0013 8000", None),
    ("王晓明", "+86 13800138000", None),
    ("何平", "13322223333", None),
    ("何芳", "13322223333", None),
    ("Lin Daiyu", "010 5550 1234", None),
    ("Lin Daiyu", "", "lin@example.com"),
    ("Zhang Wei", "13500000001", None),
    ("Zhang Wei", "13500000002", None),
    ("Nobody's double", "13600000001", "single@example.com"),
]


@pytest.fixture
def crowd(tenant, other_tenant):
    tenant.as_role("owner")
    with other_tenant.scope():
        add_person(role="contact", name="Anna", email="annab@gmail.com", phone="13600000001")
        db.session.commit()
    with tenant.scope():
        ids = [add_person(role="contact", name=n, phone=p, email=e).id for n, p, e in PEOPLE]
        db.session.commit()
        return ids


def found(tenant):
    with tenant.scope():
        return [(each.why, each.one.name, each.other.name) for each in suggestions()]


def test_pairs_are_suggested_with_their_reason_the_strongest_first(tenant, crowd):
    assert found(tenant) == [
        ("email", "Anna", "A. B."),
        ("phone", "王小明", "王晓明"),
        ("name", "Lin Daiyu", "Lin Daiyu"),
        ("phone_only", "何平", "何芳"),
    ]


def test_who_is_said_to_be_two_is_not_asked_about_again(tenant, crowd):
    ping, fang = crowd[4:6]
    tenant.owner.post(tenant.console(f"/people/twice/{fang}/{ping}/two"))
    tenant.owner.post(tenant.console(f"/people/twice/{ping}/{fang}/two"))

    assert [why for why, _, _ in found(tenant)] == ["email", "phone", "name"]
    assert "何芳" not in tenant.owner.get(tenant.console("/people/twice/")).text


def test_two_are_merged_and_parted_on_the_page(tenant, crowd):
    ming, other = crowd[2:4]
    path = tenant.console(f"/people/twice/{other}/{ming}")
    page = tenant.owner.get(path).text
    assert "What happens" in page
    assert "1 thing they did" in page

    answer = tenant.owner.post(path, data={"name": "gone", "phone": "kept"})
    assert answer.location.endswith(f"/people/{ming}")
    with tenant.scope():
        kept = db.session.scalars(select(Person).where(Person.id == ming)).one()
        merge_id = db.session.scalar(select(PersonMerge.id))
        assert (kept.name, kept.phone) == ("王晓明", "138 0013 8000")
    assert tenant.owner.get(tenant.console(f"/people/{other}")).location.endswith(f"/people/{ming}")
    assert [why for why, _, _ in found(tenant)] == ["email", "name", "phone_only"]

    assert "王晓明 is now 王晓明" in tenant.owner.get(tenant.console("/people/twice/merged")).text
    tenant.owner.post(tenant.console(f"/people/twice/merged/{merge_id}/undo"))
    assert found(tenant)[1] == ("phone", "王小明", "王晓明")


def test_only_admins_merge_and_nobody_across_communities(tenant, other_tenant, crowd):
    one, other = crowd[2:4]
    path = f"/people/twice/{one}/{other}"
    theirs = f"/people/twice/{_owner_of(other_tenant)}/{one}"

    assert tenant.staff.get(tenant.console(path)).status_code == 403
    for address in (other_tenant.console(path), other_tenant.console(theirs), tenant.console(theirs)):
        client = other_tenant.owner if "elsewhere" in address else tenant.owner
        assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    refused = tenant.as_role("admin").post(tenant.console(f"/people/twice/{one}/{_owner_of(tenant)}"))
    assert refused.status_code == 422
    assert "Ask the owner to merge them" in refused.text


def _owner_of(tenant):
    tenant.as_role("owner")
    with tenant.scope():
        return db.session.scalar(select(Person.id).where(Person.role == "owner"))


def test_a_large_community_is_asked_in_groups(tenant):
    tenant.as_role("owner")
    with tenant.scope():
        rows = []
        for number in range(3000):
            fields = {"name": f"客 {number}", "email": None, "phone": f"1380{number // 2:07}", "number": ""}
            rows.append({**fields, **derived(**fields), "role": "contact"})
        db.session.execute(insert(Person), rows)
        db.session.commit()

    assert len(found(tenant)) == 30
