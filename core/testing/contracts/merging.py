"""Contract: when two people turn out to be one, every row that names the other moves, and comes back."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Column, Uuid, func, select, update

from core.database import Base, db
from core.people.models import Person
from core.people.operations import add_person
from core.people.references import holds_person, person_references
from core.pool.merging import in_order, merge_people, part_people
from core.testing.contracts.rows import changed_tables, rows_of
from core.testing.contracts.street import Street
from core.testing.contracts.tables import owned_models
from core.testing.contracts.verdict import expect_none
from core.testing.samples import sample_arguments


class MergingContract:
    """References to people."""

    plugin: str

    def test_each_id_is_a_persons_or_not_and_says_so(self, street: Street) -> None:
        expect_none(
            (
                f"{model.__tablename__}.{column.key}: does it hold a person?"
                for model in owned_models(street.owner, street.engine.names)
                for column in model.__mapper__.columns
                if is_undecided(column, Base.metadata.tables)
            ),
            "mapped_column(info=OF_PERSON) or mapped_column(info=NOT_MOVED)",
        )

    def test_what_names_a_person_moves_when_two_are_one_and_comes_back(self, street: Street) -> None:
        tenant = street.new_tenant()
        tenant.as_role("owner")
        models = set(owned_models(street.owner, street.engine.names))
        with tenant.scope():
            sample_arguments(street.app, "" if self.plugin == "core" else self.plugin)
            one, other = (add_person(role="contact", name=name) for name in ("王小明", "王晓明"))
            db.session.flush()
            kept, gone = in_order(one, other)
            kept_id, gone_id = kept.id, gone.id
            pointed = _point_at(gone_id, models)
            db.session.commit()
        before = rows_of(tenant)

        with tenant.scope():
            by = db.session.scalars(
                select(Person).where(Person.name == "owner", Person.role == "owner")
            ).one()
            kept, gone = (db.session.get_one(Person, (tenant.id, one_id)) for one_id in (kept_id, gone_id))
            done = merge_people(tenant=tenant.info(), kept=kept, gone=gone, from_gone=(), by=by)
            db.session.commit()
            expect_none(
                f"{model.__tablename__}.{name}: still names who is gone"
                for model, name in pointed
                if db.session.scalar(select(func.count()).where(getattr(model, name) == gone_id))
            )
            part_people(tenant=tenant.info(), merge=done)
            db.session.commit()

        assert set(changed_tables(before, rows_of(tenant))) <= {"person_merge"}


def is_undecided(column: Column[Any], tables: Collection[str]) -> bool:
    """An id without a key, whose name tells neither a person nor a table."""
    if not isinstance(column.type, Uuid) or column.primary_key or column.foreign_keys:
        return False
    named_for = column.name.removesuffix("_id")
    is_a_tables = column.name.endswith("_id") and any(
        table == named_for or table.endswith(f"_{named_for}") for table in tables
    )
    could_be = column.name.endswith(("_id", "_by"))
    return could_be and not holds_person(column) and not is_a_tables and "of_person" not in column.info


def _point_at(person_id: Any, models: Collection[Any]) -> list[tuple[Any, str]]:
    """One row of each column that names people names this one."""
    pointed = []
    for model, name in person_references():
        row_id = db.session.scalar(select(model.id).order_by(model.id).limit(1))
        if row_id is not None and model is not Person and model in models:
            db.session.execute(update(model).where(model.id == row_id).values({name: person_id}))
            pointed.append((model, name))
    return pointed
