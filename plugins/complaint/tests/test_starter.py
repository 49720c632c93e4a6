"""Templates: applied twice the same as once, and written down again as they were read."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from sqlalchemy import func, select

from hutong import Starter, StarterError, db
from hutong.fields import FormDefinition
from plugins.complaint.deadlines import Terms
from plugins.complaint.models import Box, Topic
from plugins.complaint.starter import apply_starter, export_starter

DAY = date(2026, 11, 20)
TEMPLATES = sorted(Path(__file__).resolve().parents[3].glob("tenant_templates/*/content/complaint.yaml"))


def starter_of(path):
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Starter(template=path.parts[-3], content=content, folder=path.parent)


def in_full(box):
    """A box of a file with its questions as they are kept."""
    pages = [[{"questions": topic.get("questions")}] for topic in box["topics"]]
    asked = [
        FormDefinition.from_data({"pages": page}).to_data() if page[0]["questions"] else None
        for page in pages
    ]
    topics = [
        topic | ({"questions": data["pages"][0]["questions"]} if data else {})
        for topic, data in zip(box["topics"], asked, strict=True)
    ]
    return box | {"topics": topics}


def counts():
    return [db.session.scalar(select(func.count(table.id))) for table in (Box, Topic)]


def test_each_scenario_has_a_box():
    assert [path.parts[-3] for path in TEMPLATES] == ["bank", "cafe", "conference", "laundry", "library"]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.parts[-3])
def test_a_template_makes_its_boxes_once_and_gives_them_back(tenant, path):
    starter = starter_of(path)
    with tenant.scope():
        apply_starter(tenant.info(), starter)
        once = counts()
        apply_starter(tenant.info(), starter)
        assert (once, counts()) == ([1, len(starter.content["boxes"][0]["topics"])], once)
        box = db.session.scalars(select(Box)).one()
        assert Terms.of(box.terms).due(DAY)[1] > DAY
        assert export_starter() == {"boxes": [in_full(box) for box in starter.content["boxes"]]}


NO_SUCH_KIND = {"key": "t", "title": {"en": "T"}, "questions": [{"kind": "none"}]}


@pytest.mark.parametrize("box", [{}, {"key": "x", "title": {"en": "X"}, "topics": [NO_SUCH_KIND]}])
def test_a_wrong_shape_is_told_with_its_place(tenant, box):
    starter = Starter(template="odd", content={"boxes": [box]}, folder=Path())
    with tenant.scope(), pytest.raises(StarterError, match=r"odd/content/complaint.yaml: boxes\[0\]"):
        apply_starter(tenant.info(), starter)


def test_whether_names_are_shown_goes_along(tenant, make_tenant):
    starter = starter_of(TEMPLATES[0])
    other = make_tenant("other")
    with tenant.scope():
        apply_starter(tenant.info(), starter)
        db.session.scalars(select(Box)).one().shows_names = True
        db.session.flush()
        written = export_starter()
    with other.scope():
        apply_starter(other.info(), Starter(template="odd", content=written, folder=Path()))

        assert db.session.scalars(select(Box)).one().shows_names
        assert export_starter() == written
