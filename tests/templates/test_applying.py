"""Applying a template once more changes nothing."""

from sqlalchemy import select

from core.database import Base, db
from core.tenancy import TenantOwned
from core.testing.application import TenantUnderTest
from tests.templates.scenario import Template, apply


def everything_of(tenant: TenantUnderTest) -> dict[str, list[str]]:
    """What the community owns: every row of every model, as text."""
    with tenant.scope():
        return {
            mapper.class_.__tablename__: sorted(
                repr([getattr(row, column.key) for column in mapper.column_attrs])
                for row in db.session.scalars(select(mapper.class_))
            )
            for mapper in Base.registry.mappers
            if issubclass(mapper.class_, TenantOwned)
        }


def test_applying_twice_gives_the_same(template: Template, tenant: TenantUnderTest) -> None:
    apply(tenant, template.name)
    once = everything_of(tenant)
    apply(tenant, template.name)
    assert everything_of(tenant) == once
    assert len(once["site_page"]) == len(template.pages)
    assert len(once["survey_survey"]) == len(template.surveys)
