"""Two people become one and are parted again, in every table of every tool."""

import re
import threading

import pytest
from sqlalchemy import func, select, update

from core.accounts.models import Account
from core.database import db, now
from core.hookspecs import hookimpl
from core.mail.models import MailMessage
from core.people.models import Person, PersonSession, PersonToken
from core.people.operations import add_person, change_email, change_role
from core.people.personal_data import erase_person, export_person
from core.people.queries import person_by_email
from core.people.references import person_references
from core.plugin_types import Manifest
from core.pool.merging import MergeRefusedError, in_order, merge_people, part_people
from core.pool.models import Tag, Tagging
from core.pool.records import PersonMerge
from core.tenants.models import Plan, Tenant
from core.testing.contracts.rows import all_rows, changed_tables
from core.testing.samples import sample_arguments

pytestmark = pytest.mark.both_databases


class Cards:
    """A tool whose table allows one card for each person; here it only writes down what it hears."""

    __name__ = "cards.plugin"
    __file__ = __file__
    refuses = False

    def __init__(self):
        self.heard = []

    @hookimpl
    def manifest(self):
        return Manifest(
            name="cards",
            title={"en": "Cards", "zh": "卡"},
            summary={"en": "c", "zh": "c"},
            icon="card",
            api="1.0",
        )

    @hookimpl
    def people_merged(self, tenant, kept_id, gone_id):
        self.heard.append(("merged", tenant.slug, kept_id, gone_id))
        db.session.execute(update(Person).where(Person.id == kept_id).values(language="zh"))
        if self.refuses:
            raise ValueError

    @hookimpl
    def people_parted(self, tenant, kept_id, gone_id):
        self.heard.append(("parted", tenant.slug, kept_id, gone_id))


@pytest.fixture
def by(tenant):
    """The owner's person."""
    tenant.as_role("owner")
    with tenant.scope():
        return db.session.scalar(select(Person.id).where(Person.role == "owner"))


def person(person_id):
    return db.session.scalars(select(Person).where(Person.id == person_id)).one()


def make_two(**gone):
    """A contact, and a member of another spelling."""
    one = add_person(role="contact", name="王小明", email="ming@corner.example", phone="138 0013 8000")
    one.note = "Likes starch"
    fields = {"name": "王晓明", "email": "xm@corner.example", "phone": "13900139000"} | gone
    other = add_person(role="member", **fields)
    other.note = "Allergic to perfume"
    db.session.flush()
    return one, other


def merge(tenant, one, other, by, from_gone=()):
    kept, gone = in_order(one, other)
    return merge_people(tenant=tenant.info(), kept=kept, gone=gone, from_gone=from_gone, by=person(by))


def point_everything_at(person_id):
    """One row of each column that names people, in every tool, names this one."""
    pointed = []
    for model, attribute in person_references():
        row_id = db.session.scalar(select(model.id).order_by(model.id).limit(1))
        if row_id is not None and model is not Person:
            statement = update(model).where(model.id == row_id).values({attribute: person_id})
            db.session.execute(statement)
            pointed.append((model, attribute))
    return pointed


def test_everything_moves_and_comes_back_as_it_was(app, tenant, by):
    with tenant.scope():
        sample_arguments(app)
        one, other = make_two()
        pointed = point_everything_at(one.id)
        ids = one.id, other.id
        db.session.commit()
    assert len(pointed) > 15
    before = all_rows(app)

    with tenant.scope():
        done = merge(tenant, person(ids[0]), person(ids[1]), by, from_gone=["phone"])
        db.session.commit()
        kept, gone = person(done.person_id), person(done.gone_id)
        assert (kept.id, gone.id) == (ids[1], ids[0])
        assert (kept.name, kept.phone, kept.email) == ("王晓明", "138 0013 8000", "xm@corner.example")
        assert kept.note == "Allergic to perfume\nLikes starch"
        assert (gone.state, gone.merged_into_id) == ("left", kept.id)
        assert person_by_email("ming@corner.example") is kept
        left_behind = [
            f"{model.__tablename__}.{attribute}"
            for model, attribute in pointed
            if db.session.scalar(select(func.count()).where(getattr(model, attribute) == gone.id))
        ]
        assert left_behind == []

        part_people(tenant=tenant.info(), merge=done)
        db.session.commit()

    assert changed_tables(before, all_rows(app)) == ["person_merge"]


def test_a_seat_too_many_is_free_and_taken_again(app, tenant, by):
    with tenant.scope():
        db.session.execute(update(Plan).values(seats=2))
        one, other = make_two()
        change_role(person=one, role="member")
        waiting = add_person(role="member", name="At the door")
        db.session.commit()
        assert (one.state, other.state, waiting.state) == ("seated", "seated", "waiting")

        done = merge(tenant, one, other, by)
        db.session.commit()
        assert waiting.state == "seated"

        part_people(tenant=tenant.info(), merge=done)
        db.session.commit()
        assert sorted(each.state for each in (one, other, waiting)) == ["seated", "seated", "waiting"]
        assert db.session.scalar(select(Tenant.seats_taken).where(Tenant.id == tenant.id)) == 2


def test_tools_hear_of_it_and_may_refuse(app, tenant, by):
    cards = Cards()
    app.extensions["hutong.plugins"].register(cards)
    with tenant.scope():
        db.session.execute(update(Tenant).where(Tenant.id == tenant.id).values(plugins=["cards"]))
        one, other = make_two()
        db.session.commit()

        cards.refuses = True
        with pytest.raises(MergeRefusedError, match="tool cards"):
            merge(tenant, one, other, by)
        assert (one.state, other.language, db.session.scalar(select(func.count(PersonMerge.id)))) == (
            "seated",
            "",
            0,
        )

        cards.refuses, cards.heard = False, []
        done = merge(tenant, one, other, by)
        part_people(tenant=tenant.info(), merge=done)

        told = ("corner", other.id, one.id)
        assert cards.heard == [("merged", *told), ("parted", *told)]


def test_phones_lead_to_the_kept_one_but_never_to_a_colleague(tenant, by):
    with tenant.scope():
        one, other = make_two()
        colleague = add_person(role="staff", name="王小明")
        for owner in (one, other):
            db.session.add(PersonSession(person_id=owner.id, token_hash=str(owner.id), expires_at=now()))
        db.session.commit()

        def leads_to(owner_id):
            session = select(PersonSession.person_id).where(PersonSession.token_hash == str(owner_id))
            return db.session.scalar(session)

        first = merge(tenant, one, other, by)
        assert (leads_to(one.id), leads_to(other.id)) == (other.id, other.id)

        second = merge(tenant, other, colleague, by)
        assert (leads_to(one.id), person(other.id).state) == (other.id, "left")
        assert person(one.id).merged_into_id == colleague.id

        with pytest.raises(MergeRefusedError, match="later"):
            part_people(tenant=tenant.info(), merge=first)
        part_people(tenant=tenant.info(), merge=second)
        part_people(tenant=tenant.info(), merge=first)
        assert (leads_to(one.id), leads_to(other.id)) == (one.id, other.id)


def test_what_was_changed_since_stays(tenant, by):
    with tenant.scope():
        one, other = make_two()
        done = merge(tenant, one, other, by)
        other.phone = "02065550000"
        db.session.flush()

        part_people(tenant=tenant.info(), merge=done)

        assert (other.phone, other.note, one.phone) == ("02065550000", "Allergic to perfume", "138 0013 8000")
        assert (done.before, done.moved) == ({}, {})
        with pytest.raises(MergeRefusedError, match="undone"):
            part_people(tenant=tenant.info(), merge=done)


def test_parted_people_are_left_alone_by_mail_and_by_phones_of_the_time_as_one(tenant, by):
    with tenant.scope():
        one, other = make_two()
        for name in ("before", "since"):
            if name == "since":
                done = merge(tenant, one, other, by)
            db.session.add(PersonSession(person_id=other.id, token_hash=name, expires_at=now()))
            db.session.flush()
        other.notices = "off"

        part_people(tenant=tenant.info(), merge=done)

        assert (one.notices, other.notices) == ("off", "off")
        known = select(PersonSession.token_hash).where(PersonSession.person_id == other.id)
        assert db.session.scalars(known).all() == ["before"]


def test_an_address_that_is_taken_away_leads_to_nobody(tenant, by):
    with tenant.scope():
        one, other = make_two(email=None)
        merge(tenant, one, other, by)
        change_email(person=other, email=None)
        db.session.flush()
        assert (other.email, one.email) == (None, None)


def test_two_accounts_somebody_above_and_somebody_who_left_are_refused(tenant, by):
    with tenant.scope():
        one, other = make_two()
        admin = add_person(role="admin", name="Admin")
        db.session.commit()

        with pytest.raises(MergeRefusedError, match="same"):
            merge(tenant, one, one, by)
        with pytest.raises(MergeRefusedError, match="above"):
            merge(tenant, one, person(by), admin.id)
        for each in (one, other):
            account = Account(email=None, name="a")
            db.session.add(account)
            db.session.flush()
            each.account_id = account.id
        with pytest.raises(MergeRefusedError, match="accounts"):
            merge(tenant, one, other, by)
        one.account_id, one.state = None, "left"
        with pytest.raises(MergeRefusedError, match="left"):
            merge(tenant, one, other, by)


def test_who_is_erased_is_erased_under_both_ids(tenant, by):
    with tenant.scope():
        one, other = make_two()
        db.session.commit()
        done = merge(tenant, one, other, by)
        db.session.commit()

        handed_out = export_person(other.id)
        assert {row["name"] for row in handed_out["person"]} == {"王小明", "王晓明"}
        erase_person(other)
        db.session.commit()

        rows = repr([export_person(each.id) for each in (person(one.id), person(other.id))])
        assert "corner.example" not in rows
        assert "晓明" not in rows
        assert "starch" not in rows
        with pytest.raises(MergeRefusedError, match="erased"):
            part_people(tenant=tenant.info(), merge=done)


def test_a_tag_that_one_of_them_carries_is_carried(tenant, by):
    with tenant.scope():
        one, other = make_two()
        tags = [Tag(name=name) for name in ("both", "off here", "gone only")]
        db.session.add_all(tags)
        db.session.flush()
        for person_id, tag, is_off in (
            (one.id, tags[0], False),
            (other.id, tags[0], False),
            (one.id, tags[1], False),
            (other.id, tags[1], True),
            (one.id, tags[2], False),
        ):
            db.session.add(Tagging(person_id=person_id, tag_id=tag.id, taken_off=is_off, step=tag.id))
        db.session.commit()

        def carried():
            on = select(Tagging.tag_id).where(Tagging.person_id == other.id, Tagging.taken_off.is_(False))
            return set(db.session.scalars(on))

        done = merge(tenant, one, other, by)
        done.moved = {**done.moved, "tags": [*done.moved["tags"], str(tags[0].id)]}  # a row that went since
        assert carried() == {tag.id for tag in tags}
        part_people(tenant=tenant.info(), merge=done)
        assert carried() == {tags[0].id}


def test_the_address_that_was_not_chosen_opens_the_kept_one(tenant, visitor, by):
    with tenant.scope():
        one, other = make_two()
        merge(tenant, one, other, by)
        db.session.commit()
        one_id, other_id = one.id, other.id

    page = visitor.get(tenant.public("/return?lang=en")).text
    token = re.search(r'name="form_token" value="([^"]+)"', page)[1]
    visitor.post(tenant.public("/return"), data={"form_token": token, "email": "ming@corner.example"})
    with tenant.scope():
        assert db.session.scalars(select(MailMessage.recipient)).all() == ["ming@corner.example"]
        assert db.session.scalars(select(PersonToken.person_id)).all() == [other_id]

    form = {"name": "王晓明", "email": "ming@corner.example", "role": "member"}
    assert tenant.owner.post(tenant.console(f"/people/{other_id}"), data=form).status_code == 302
    with tenant.scope():
        assert (person(other_id).email, person(one_id).email) == ("ming@corner.example", "xm@corner.example")


def test_of_two_who_merge_in_one_moment_one_does(tenant, by):
    with tenant.scope():
        one, other = make_two()
        db.session.commit()
        ids = one.id, other.id
    begin, results = threading.Barrier(2), []

    def try_it():
        with tenant.scope():
            both = [person(person_id) for person_id in ids]
            db.session.rollback()
            begin.wait()
            try:
                merge(tenant, *both, by)
                db.session.commit()
                results.append("merged")
            except MergeRefusedError as error:
                db.session.rollback()
                results.append(error.reason)

    threads = [threading.Thread(target=try_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["left", "merged"]
    with tenant.scope():
        assert db.session.scalar(select(func.count(PersonMerge.id))) == 1
