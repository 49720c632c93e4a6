"""The list, tags and segments as an owner and their staff use them."""

import csv
import io
import json
import re

import pytest
from sqlalchemy import event, select

from core.database import db
from core.people.models import Person
from core.people.personal_data import erase_person, export_person
from core.pool.models import Segment, Tag, Tagging
from core.pool.queries import people_in_segment, tags_of

pytestmark = pytest.mark.both_databases


def names_on(page):
    return re.findall(r'class="grow over"[^>]*><b>([^<]+)</b>', page.text)


def carriers(tenant, tag_name):
    """Names of who carries a tag."""
    with tenant.scope():
        rows = db.session.execute(
            select(Person.name, Tag.name)
            .join(Tagging, Tagging.person_id == Person.id)
            .join(Tag, Tag.id == Tagging.tag_id)
            .where(Tagging.taken_off.is_(False), Tag.name == tag_name)
        )
        return sorted(name for name, _tag in rows)


def undo_of(page):
    """The undo's address in the toast of a page."""
    return re.search(r'action="([^"]*/undo|[^"]*/bring-back)"', page.text).group(1)


def test_staff_search_narrow_and_open_people(tenant, crowd):
    page = tenant.staff.get(tenant.console("/people/?q=wxm"))
    assert names_on(page) == ["王小明"]

    narrowed = tenant.staff.get(tenant.console("/people/filter?go=1&silent_days=30&role=contact"))
    page = tenant.staff.get(narrowed.location)
    assert names_on(page) == ["王小明"]
    assert "Not seen for 30 days" in page.text

    refused = tenant.staff.get(tenant.console("/people/filter?go=1&silent_days=soon"))
    assert (refused.status_code, "Days in figures, like 30." in refused.text) == (422, True)

    for day, there in (("0001-01-01", 0), ("9999-12-31", 1)):  # the ends of the calendar
        page = tenant.staff.get(tenant.console(f"/people/?q=wxm&joined_until={day}"))
        assert len(names_on(page)) == there
        assert tenant.staff.get(tenant.console(f"/people/?joined_from={day}")).status_code == 200

    person = tenant.staff.get(tenant.console(f"/people/{crowd['wang']}"))
    assert "counter poster" in person.text


def test_many_get_a_tag_at_once_and_it_is_undone(tenant, other_tenant, crowd):
    with other_tenant.scope():
        theirs = Person(name="theirs")
        db.session.add(theirs)
        db.session.commit()
        foreign = theirs.id
    ticked = {"person": [crowd["shan"], crowd["anna"], foreign, crowd["gone"]], "word": "wedding", "on": "1"}

    page = tenant.staff.post(tenant.console("/people/tagging"), data=ticked, follow_redirects=True)
    assert carriers(tenant, "wedding") == ["Anna Zhou", "单小红"]
    tenant.staff.post(undo_of(page))
    assert carriers(tenant, "wedding") == []

    page = tenant.staff.post(
        tenant.console("/people/tagging"),
        data={"everybody": "1", "rule-role": "contact", "tag": crowd["regular"], "off": "1"},
        follow_redirects=True,
    )
    assert "Taken off one person." in page.text
    assert carriers(tenant, "regular") == ["单小红"]
    tenant.staff.post(undo_of(page))
    assert carriers(tenant, "regular") == ["单小红", "王小明"]


def test_a_tag_is_made_renamed_deleted_and_brought_back(tenant, crowd):
    owner, tags = tenant.owner, tenant.console("/people/tags/")
    assert owner.post(tags, data={"name": "Regular", "colour": "pine"}).status_code == 422
    assert owner.post(tags, data={"name": "vip", "colour": "red"}).status_code == 422
    owner.post(f"{tags}{crowd['regular']}", data={"name": "熟客", "colour": "plum"})
    assert carriers(tenant, "熟客") == ["单小红", "王小明"]

    page = owner.post(f"{tags}{crowd['regular']}/delete", follow_redirects=True)
    assert "熟客</span>" not in owner.get(tenant.console("/people/")).text
    owner.post(undo_of(page))
    assert "熟客</span>" in owner.get(tenant.console("/people/")).text


def test_a_segment_counts_itself_anew_and_is_edited_by_two_without_loss(tenant, crowd):
    owner = tenant.owner
    new = tenant.console("/people/segments/new")
    made = owner.post(new, data={"name": "Stayed away", "silent_days": "30", "tag": crowd["regular"]})
    address = made.location.removeprefix("http://localhost")
    assert names_on(owner.get(address)) == ["王小明"]

    edit = owner.get(f"{address}/edit").text
    base = re.search(r'name="base" value="([^"]*)"', edit).group(1)
    first = {"name": "Away long", "silent_days": "60", "tag": crowd["regular"], "base": base}
    assert owner.post(f"{address}/edit", data=first).status_code == 302
    strange = owner.post(f"{address}/edit", data=first | {"did-0-act": "9" * 40})
    assert strange.status_code == 422
    second = owner.post(f"{address}/edit", data={"name": "Gone?", "silent_days": "10", "base": base})
    assert second.status_code == 409
    assert all(text in second.text for text in ("Not seen for 60 days", "Not seen for 10 days"))

    deleted = owner.post(f"{address}/delete", follow_redirects=True)
    with tenant.scope():
        segment = db.session.scalars(select(Segment)).one()
        assert db.session.scalars(people_in_segment(segment.id)).all() == []
    owner.post(undo_of(deleted))
    with tenant.scope():
        segment = db.session.scalars(select(Segment)).one()
        assert db.session.scalars(people_in_segment(segment.id)).all() == [crowd["wang"]]


def test_a_tag_that_a_segment_looks_for_stays(tenant, crowd):
    tenant.owner.post(tenant.console("/people/segments/new"), data={"name": "Ours", "tag": crowd["regular"]})

    page = tenant.owner.post(tenant.console(f"/people/tags/{crowd['regular']}/delete"), follow_redirects=True)

    assert "Ours looks for this tag" in page.text
    assert carriers(tenant, "regular") == ["单小红", "王小明"]


def test_the_file_is_safe_to_open_and_has_what_the_list_has(tenant, crowd):
    with tenant.scope():
        db.session.add(Person(name='=HYPERLINK("http://evil.example")', phone="+86 138 0013 8001"))
        db.session.commit()

    answer = tenant.owner.get(tenant.console("/people/people.csv?role=contact"))
    data = answer.data
    answer.close()
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))

    assert data.startswith(b"\xef\xbb\xbf")
    assert {(row[0], row[2], row[5], row[6]) for row in rows[1:]} == {
        ('\'=HYPERLINK("http://evil.example")', "+86 138 0013 8001", "", ""),
        ("王小明", "138 0013 8000", "regular", "counter poster"),
        ("Anna Zhou", "", "", "counter poster"),
    }
    assert tenant.staff.get(tenant.console("/people/people.csv")).status_code == 403


def test_tags_are_handed_out_and_forgotten_with_the_person(tenant, crowd):
    with tenant.scope():
        person = db.session.get(Person, (tenant.id, crowd["wang"]))
        handed_out = json.loads(json.dumps(export_person(person.id)["tagging"], default=str))
        assert [(row["tag"], row["carried"]) for row in handed_out] == [("regular", True)]
        erase_person(person)
        assert tags_of([crowd["wang"]]) == {}
        assert db.session.scalars(select(Tagging).where(Tagging.person_id == crowd["wang"])).all() == []


def test_pages_ask_as_often_for_three_people_as_for_one(app, tenant, crowd):
    asked = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))

    def statements(path):
        tenant.owner.get(path)
        asked.clear()
        assert tenant.owner.get(path).status_code == 200
        return len(asked)

    one, three = tenant.console("/people/?q=wxm"), tenant.console("/people/")

    assert statements(one) == statements(three)
