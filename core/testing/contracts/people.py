"""Contract: what is kept about a person is registered, handed out completely, and forgotten completely."""

import json
from typing import Any

import pytest
from sqlalchemy import JSON, Column, LargeBinary, String, select, update

from core.database import db
from core.people.models import Person
from core.people.operations import add_person
from core.people.personal_data import erase_person, export_person, personal_tables
from core.testing.contracts.street import Street
from core.testing.contracts.tables import owned_models
from core.testing.contracts.verdict import expect_none
from core.testing.samples import sample_arguments

CANARY = "canary-7f3a"
CANARIES: dict[type[Any], Any] = {JSON: {"canary": CANARY}, LargeBinary: CANARY.encode()}


class PeopleContract:
    """Personal data, column by column."""

    plugin: str

    def test_each_text_about_a_person_is_registered_or_declared_harmless(self, street: Street) -> None:
        expect_none(
            (
                f"{model.__tablename__}.{column.key}: personal or not?"
                for model in _about_people(street)
                for column in model.__mapper__.columns
                if _is_undecided(column)
            ),
            "mapped_column(info=PERSONAL) or mapped_column(info=HARMLESS)",
        )

    @pytest.mark.on_both_databases
    def test_a_person_is_handed_out_and_forgotten_completely(self, street: Street) -> None:
        tenant, models = street.new_tenant(), _about_people(street)
        registered = [(model, columns) for model, columns in personal_tables() if model in models]
        with tenant.scope():
            sample_arguments(street.app, "" if self.plugin == "core" else self.plugin)
            person = add_person(role="member", name=CANARY, email=f"{CANARY}@example.com")
            for model, columns in registered:
                if model is not Person:
                    values = {column.key: CANARIES.get(type(column.type), CANARY) for column in columns}
                    db.session.execute(update(model).values(person_id=person.id, **values))
            db.session.commit()

            handed_out = {
                table
                for table, rows in export_person(person.id).items()
                if CANARY in json.dumps(rows, default=str, ensure_ascii=False)
            }
            assert {model.__tablename__ for model, _ in registered} - handed_out == set()

            erase_person(person)
            db.session.commit()
            expect_none(f"{model.__tablename__}: still says something" for model in models if _tells(model))
            for model, columns in registered:  # what reads a row finds the sort of value it expects
                for key in (column.key for column in columns if isinstance(column.type, JSON)):
                    assert {json.dumps(getattr(row, key)) for row in db.session.scalars(select(model))} <= {
                        "{}"
                    }


def _about_people(street: Street) -> list[Any]:
    """Classes whose rows belong to a person."""
    return [
        model
        for model in owned_models(street.owner, street.engine.names)
        if (model is Person or "person_id" in model.__mapper__.columns) and model.__tablename__ != "act"
    ]


def _is_undecided(column: Column[Any]) -> bool:
    is_text = isinstance(column.type, String | JSON) and not column.key.endswith("_hash")
    return is_text and "personal" not in column.info


def _tells(model: Any) -> bool:
    rows = db.session.scalars(select(model))
    keys = [column.key for column in model.__mapper__.columns]
    return any(CANARY in repr([getattr(row, key) for key in keys]) for row in rows)
