"""People come in from a file at once or not at all, and the import is undone."""

import threading

import pytest
from sqlalchemy import func, select, update

from core.acts.operations import record_act
from core.database import db, now
from core.jobs.models import OutboxJob
from core.jobs.runner import run_due_jobs
from core.people.models import Person
from core.people.operations import add_person, leave
from core.pool import import_jobs, importing
from core.pool.models import Tag, Tagging
from core.pool.records import PersonImport, PersonImportFile, PersonImportRow
from core.testing.contracts.rows import all_rows, changed_tables

pytestmark = pytest.mark.both_databases

FILE = """姓名,手机,邮箱,会员号,备注,标签
王小明,13800138000,ming@example.com,K1,不加浆,VIP
李小红,+86 139 0013 9000,,,,VIP；老客
Anna,,ANNA@example.com,,,
安娜,010 5550 1234,anna@example.com,,,
王小明,138 0013 8000,,,,
Bob,1.38E+10,,,,
,,,,,

Gone,,gone@example.com,,,
"""


def receive(tenant, content=FILE, by="owner"):
    tenant.as_role(by)
    with tenant.scope():
        owner = db.session.scalars(select(Person).where(Person.role == by)).one()
        arriving = importing.receive(file_name="people.csv", content=content.encode("gb18030"), by=owner)
        db.session.commit()
        return arriving.id


def do(tenant, import_id, what, **more):
    with tenant.scope():
        what(arriving=importing.import_by_id(import_id), **more)
        db.session.commit()
    return run_due_jobs(tenant.app)


def bring_in(tenant, content=FILE):
    import_id = receive(tenant, content)
    do(tenant, import_id, importing.start, agreed=True)
    return import_id


def stored(tenant, import_id):
    with tenant.scope():
        found = importing.import_by_id(import_id)
        return found.state, found.counts, found.faults


@pytest.fixture
def some_are_here(tenant):
    """Li Xiaohong by her phone, Anna by her address, and somebody who left."""
    tenant.as_role("owner")
    with tenant.scope():
        add_person(role="member", name="李女士", phone="13900139000")
        add_person(role="contact", email="anna@example.com").note = "Knows the door code"
        leave(person=add_person(role="contact", name="Gone", email="gone@example.com"))
        db.session.commit()


COUNTS = {"new": 1, "known": 2, "filled": 1, "repeat": 2, "broken": 2, "empty": 2}
FAULTS = [[5, "repeat", 4], [6, "repeat", 2], [7, "shortened", "phone"], [10, "left", ""]]


def test_a_file_is_looked_at_done_and_undone(app, tenant, some_are_here):
    before = all_rows(app)
    import_id = receive(tenant)
    assert stored(tenant, import_id) == ("preview", COUNTS, FAULTS)

    do(tenant, import_id, importing.start, agreed=True)

    assert stored(tenant, import_id) == ("done", COUNTS, FAULTS)
    with tenant.scope():
        people = {person.name: person for person in db.session.scalars(select(Person))}
        new, li, anna = people["王小明"], people["李女士"], people["Anna"]
        assert (new.role, new.phone, new.email, new.number) == (
            "contact",
            "13800138000",
            "ming@example.com",
            "K1",
        )
        assert (new.note, new.same_phone) == ("不加浆", "3800138000")
        assert new.search_text.startswith("wangxiaoming wxm")
        assert (li.phone, anna.note) == ("13900139000", "Knows the door code")
        tags = select(Person.name, Tag.name).join(Tagging, Tagging.person_id == Person.id)
        carried = tags.join(Tag, Tag.id == Tagging.tag_id).order_by(Person.name, Tag.name)
        assert db.session.execute(carried).all() == [("李女士", "VIP"), ("李女士", "老客"), ("王小明", "VIP")]
        assert db.session.scalar(select(func.count(PersonImportFile.id))) == 0

    do(tenant, import_id, importing.undo)

    state, counts, _ = stored(tenant, import_id)
    assert (state, counts["removed"], counts["put_back"], counts["stayed"]) == ("undone", 1, 1, {})
    changed = changed_tables(before, all_rows(app))
    assert set(changed) == {"outbox_job", "person_import", "tag", "tagging"}
    with tenant.scope():
        assert set(db.session.scalars(select(Tagging.taken_off))) == {True}


def test_the_same_file_again_changes_nobody(app, tenant, some_are_here):
    bring_in(tenant)
    before = all_rows(app)["person"]

    second = bring_in(tenant)

    assert stored(tenant, second)[1] == COUNTS | {"new": 0, "known": 3, "filled": 0}
    assert all_rows(app)["person"] == before


def test_the_job_may_run_twice_and_stop_half_way(app, tenant, some_are_here, monkeypatch):
    import_id = receive(tenant)
    carry_out = import_jobs._carry_out

    def stops(import_id):
        carry_out(import_id)
        raise OSError

    monkeypatch.setattr(import_jobs, "_carry_out", stops)
    do(tenant, import_id, importing.start, agreed=True)
    with tenant.scope():
        assert db.session.scalar(select(func.count()).where(Person.name == "王小明")) == 0
        assert db.session.scalar(select(func.count(PersonImportRow.id))) == 3
        db.session.execute(update(OutboxJob).values(run_at=now()))
        db.session.commit()
    monkeypatch.setattr(import_jobs, "_carry_out", carry_out)
    run_due_jobs(app)
    before = all_rows(app)
    with tenant.scope():
        import_jobs.import_people({"import_id": str(import_id)})

    assert stored(tenant, import_id)[0] == "done"
    assert changed_tables(before, all_rows(app)) == []
    with tenant.scope():
        assert db.session.scalar(select(func.count()).where(Person.name == "王小明")) == 1


def test_an_address_that_somebody_takes_meanwhile_stays_theirs(app, tenant):
    import_id = receive(tenant)
    with tenant.scope():
        importing.start(arriving=importing.import_by_id(import_id), agreed=True)
        db.session.commit()
    carry_out = import_jobs._carry_out

    def joined_meanwhile():
        with tenant.scope():
            add_person(role="member", name="Ming himself", email="ming@example.com")
            db.session.commit()

    def late(import_id):
        db.session.rollback()
        thread = threading.Thread(target=joined_meanwhile)
        thread.start()
        thread.join()
        carry_out(import_id)

    import_jobs._carry_out = late
    try:
        run_due_jobs(app)
    finally:
        import_jobs._carry_out = carry_out

    with tenant.scope():
        found = select(Person.name, Person.email).where(Person.name.in_(("王小明", "Ming himself")))
        assert sorted(db.session.execute(found).all(), key=str) == [
            ("Ming himself", "ming@example.com"),
            ("王小明", None),
        ]


def test_who_was_touched_since_stays_and_the_owner_hears_why(tenant):
    names = ["Untouched", "Edited", "Tagged", "Met a tool", "Joined"]
    import_id = bring_in(
        tenant, "name,phone\n" + "".join(f"{name},1380013{i}000\n" for i, name in enumerate(names))
    )
    with tenant.scope():
        people = {person.name: person for person in db.session.scalars(select(Person))}
        people["Edited"].note = "asks for the early slot"
        tag = Tag(name="by hand")
        db.session.add(tag)
        db.session.flush()
        db.session.add(Tagging(person_id=people["Tagged"].id, tag_id=tag.id, step=tag.id))
        record_act(stage="intent", verb="complete", person_id=people["Met a tool"].id)
        people["Joined"].role = "member"
        db.session.commit()

    do(tenant, import_id, importing.undo)

    counts = stored(tenant, import_id)[1]
    assert (counts["removed"], counts["stayed"]) == (1, {"edited": 1, "tagged": 1, "used": 2})
    with tenant.scope():
        left = set(db.session.scalars(select(Person.name).where(Person.role != "owner")))
        assert left == set(names) - {"Untouched"}


def test_files_and_plans_are_forgotten_in_time(app, tenant):
    looked_at, done = receive(tenant), bring_in(tenant)
    with tenant.scope():
        old = {
            "created_at": now() - 2 * import_jobs.PREVIEW_LIFE,
            "finished_at": now() - 2 * import_jobs.UNDO_LIFE,
        }
        db.session.execute(
            update(PersonImport).where(PersonImport.id == looked_at).values(created_at=old["created_at"])
        )
        db.session.execute(update(PersonImport).where(PersonImport.id == done).values(**old))
        import_jobs.forget_uploads({})
        db.session.commit()

    with tenant.scope():
        assert importing.import_by_id(looked_at) is None
        assert [
            db.session.scalar(select(func.count(table.id))) for table in (PersonImportFile, PersonImportRow)
        ] == [0, 0]


def test_a_number_alone_gives_nobody_a_strangers_address(tenant):
    tenant.as_role("owner")
    with tenant.scope():
        here = add_person(role="contact", name="王小明", phone="13800138000")
        here.number = "K1"
        db.session.commit()
        here_id = here.id

    bring_in(tenant, "姓名,手机,邮箱,会员号\n王小明,13900139000,stranger@example.com,K1\n")

    with tenant.scope():
        people = db.session.execute(select(Person.id, Person.email).where(Person.number == "K1")).all()
        assert {email for person_id, email in people if person_id != here_id} == {"stranger@example.com"}
        assert dict(map(tuple, people))[here_id] is None
