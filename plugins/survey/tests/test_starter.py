"""Templates: applied twice the same as once, and written down again as they were read."""

from pathlib import Path

import pytest
import yaml
from sqlalchemy import func, select

from hutong import Starter, StarterError, db
from hutong.fields import FormDefinition
from plugins.survey.models import Survey, SurveyVersion
from plugins.survey.operations import create_survey
from plugins.survey.starter import apply_starter, export_starter

PAGE = {"questions": [{"id": "why", "kind": "short_text", "title": {"en": "Why?"}}]}
TEMPLATES = sorted(Path(__file__).resolve().parents[3].glob("tenant_templates/*/content/survey.yaml"))


def starter_of(path):
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Starter(template=path.parts[-3], content=content, folder=path.parent)


def counts():
    return [db.session.scalar(select(func.count(table.id))) for table in (Survey, SurveyVersion)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.parts[-3])
def test_every_template_makes_open_surveys_once(tenant, path):
    starter = starter_of(path)
    info = tenant.info()
    with tenant.scope():
        apply_starter(info, starter)
        db.session.flush()
        once = counts()
        apply_starter(info, starter)
        db.session.flush()

        number = len(starter.content["surveys"])
        assert once == counts() == [number, number]
        assert set(db.session.scalars(select(Survey.state))) == {"open"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.parts[-3])
def test_what_is_exported_is_what_was_imported(tenant, path):
    starter = starter_of(path)
    info = tenant.info()
    with tenant.scope():
        apply_starter(info, starter)
        db.session.flush()
        exported = {survey["key"]: survey for survey in export_starter()["surveys"]}

    for survey in starter.content["surveys"]:
        pages = FormDefinition.from_data({"pages": survey["pages"]}).to_data()["pages"]
        assert exported[survey["key"]] == {**survey, "pages": pages}


def test_what_the_owner_changed_stays(tenant):
    starter = starter_of(TEMPLATES[0])
    info = tenant.info()
    with tenant.scope():
        apply_starter(info, starter)
        db.session.flush()
        survey = db.session.scalars(select(Survey)).first()
        survey.title = {"zh": "改过的", "en": "Changed"}
        db.session.flush()
        apply_starter(info, starter)

        assert {"zh": "改过的", "en": "Changed"} in db.session.scalars(select(Survey.title)).all()


@pytest.mark.parametrize(
    "survey", [{}, {"key": "x", "title": {"en": "X"}, "pages": [{"questions": [{"kind": "none"}]}]}]
)
def test_a_wrong_shape_is_told_with_its_place(tenant, survey):
    starter = Starter(template="odd", content={"surveys": [survey]}, folder=Path())
    info = tenant.info()
    with tenant.scope(), pytest.raises(StarterError, match=r"odd/content/survey.yaml: surveys\[0\]"):
        apply_starter(info, starter)


def test_a_draft_stays_one_and_a_cap_goes_along(tenant, make_tenant):
    other = make_tenant("other")
    with tenant.scope():
        create_survey(title={"en": "Only begun"}, languages=["en"], draft={"pages": [{"questions": []}]})
        create_survey(title={"en": "Few"}, languages=["en"], draft={"pages": [PAGE]}).cap = 5
        db.session.flush()
        first = export_starter()
    with other.scope():
        apply_starter(other.info(), Starter(template="odd", content=first, folder=Path()))

        assert export_starter() == first
        assert [(one["state"], one.get("cap")) for one in first["surveys"]] == [("draft", None), ("draft", 5)]


def test_every_survey_that_cannot_be_made_is_told(tenant):
    wrong = {"questions": [{"id": "a", "kind": "none", "title": {"en": "A"}}, {"kind": "text"}]}
    surveys = [
        {"key": "one", "title": {"en": "One"}, "pages": [wrong]},
        {"key": "two", "title": {"en": "Two"}, "page": [], "pages": [PAGE]},
    ]
    starter = Starter(template="odd", content={"surveys": surveys}, folder=Path())
    info = tenant.info()
    with tenant.scope(), pytest.raises(StarterError) as refused:
        apply_starter(info, starter)

    assert str(refused.value).splitlines() == [
        "odd/content/survey.yaml: surveys[0]: question “a”: there is no such kind",
        "odd/content/survey.yaml: surveys[0]: question “2”: there is no such kind",
        "odd/content/survey.yaml: surveys[1].page: there is no such field. hint: did you mean 'pages'?",
    ]
