"""How a column is known to hold a person's id, and which do today."""

import pytest
from sqlalchemy import Column, ForeignKeyConstraint, MetaData, Table, Uuid

from core.database import NOT_MOVED, OF_PERSON
from core.people.references import holds_person, person_references
from core.testing.contracts.merging import is_undecided


def test_what_holds_people_today(app):
    found = {f"{model.__tablename__}.{attribute}" for model, attribute in person_references()}

    assert found >= {
        "act.person_id",
        "complaint_box.escalation_id",
        "complaint_handler.person_id",
        "person_session.person_id",
        "media_file.uploaded_by",
        "share_link.created_by",
        "survey_response.person_id",
    }
    assert not {"act.object_id", "person.share_link_id", "person.id"} & found


@pytest.mark.parametrize(
    ("name", "info", "key", "holds", "undecided"),
    [
        ("person_id", {}, None, True, False),
        ("made_by", {}, None, True, False),
        ("made_by", {}, "act", False, False),
        ("friend", {}, "person", True, False),
        ("friend_id", {}, None, False, True),
        ("friend_id", OF_PERSON, None, True, False),
        ("friend_id", NOT_MOVED, None, False, False),
        ("act_id", {}, None, False, False),
    ],
)
def test_a_column_is_judged_by_key_name_and_word(name, info, key, holds, undecided):
    metadata = MetaData()
    keys = [ForeignKeyConstraint(["tenant_id", name], [f"{key}.tenant_id", f"{key}.id"])] if key else []
    columns = [Column("tenant_id", Uuid, primary_key=True), Column(name, Uuid, info=info)]
    column = Table("trial", metadata, *columns, *keys).columns[name]

    assert (holds_person(column), is_undecided(column, ["act", "person"])) == (holds, undecided)
