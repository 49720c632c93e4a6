"""What a community is written down as makes the same community again, in an empty one."""

import datetime as dt
import shutil
import uuid
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from core.database import Base, db
from core.gallery.catalog import TemplateInfo, read_template
from core.gallery.operations import apply_template, share_everything
from core.plugin_manager import plugins
from core.tenancy import TenantOwned
from core.tenants.models import Tenant
from core.testing.application import TenantUnderTest
from tests.templates.scenario import Template, apply

OWN = {"code", "uid", "starter_key", "key"}
"""What two communities never have in common, and what links of one file are known by."""


def exported(tenant: TenantUnderTest) -> dict[str, Any]:
    info = tenant.info()
    with tenant.scope():
        return dict(plugins().gather(info, "starter_export"))


def rows(tenant: TenantUnderTest) -> dict[str, list[str]]:
    """All that the community owns, without ids and moments."""
    with tenant.scope():
        return {
            mapper.class_.__tablename__: sorted(repr(_plain(mapper, row)) for row in _all(mapper))
            for mapper in Base.registry.mappers
            if issubclass(mapper.class_, TenantOwned)
        }


def _all(mapper: Any) -> Any:
    return db.session.scalars(select(mapper.class_))


def _plain(mapper: Any, row: Any) -> dict[str, Any]:
    values = {column.key: getattr(row, column.key) for column in mapper.column_attrs if column.key not in OWN}
    return {name: value for name, value in values.items() if not isinstance(value, uuid.UUID | dt.datetime)}


def written_down(template: Template, content: dict[str, Any], folder: Path) -> TemplateInfo:
    shutil.copytree(template.folder, folder)
    for name, data in content.items():
        path = folder / "content" / f"{name}.yaml"
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    return read_template(folder)


def test_what_is_written_down_makes_the_same_again(
    template: Template, make_tenant: Any, tmp_path: Path
) -> None:
    here, there = make_tenant("here", plugins=[]), make_tenant("there", plugins=[])
    apply(here, template.name)
    first = exported(here)

    with there.scope():
        copy = written_down(template, first, tmp_path / template.name)
        row = db.session.get(Tenant, there.id)
        assert row is not None
        share_everything(apply_template(row, copy, ("zh", "en")))
        db.session.commit()

    assert exported(there) == first
    assert rows(there) == rows(here)
    assert set(first) == {path.stem for path in (template.folder / "content").glob("*.yaml")}
