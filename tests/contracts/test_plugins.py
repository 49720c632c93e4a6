"""What every plugin keeps to, first-party or not: its folder, its switch, its silence towards strangers."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.database import Base, db
from core.plugin_manager import PluginEngine
from core.tenancy import TenantOwned
from core.tenants.models import Tenant
from core.tenants.operations import set_plugin
from core.testing.samples import sample_arguments

PLUGINS = sorted(
    path.parent.name for path in (Path(__file__).resolve().parents[2] / "plugins").glob("*/plugin.py")
)


def plugin_rows(plugin):
    """How many rows each table of a plugin has in the tenant in scope."""
    return {
        mapper.local_table.name: db.session.scalar(select(func.count()).select_from(mapper.class_))
        for mapper in Base.registry.mappers
        if mapper.local_table.name.startswith(f"{plugin}_") and issubclass(mapper.class_, TenantOwned)
    }


@pytest.mark.parametrize("plugin", PLUGINS)
def test_the_folder_is_complete(plugin):
    folder = Path(__file__).resolve().parents[2] / "plugins" / plugin

    parts = ("README.md", "plugin.py", "testing.py", "tests/*.py", "migrations/versions/*.py")
    missing = [part for part in (*parts, "translations/*/LC_MESSAGES/*.po") if not any(folder.glob(part))]

    assert missing == []


@pytest.mark.parametrize("plugin", PLUGINS)
def test_off_and_on_again_keeps_everything(app, tenant, plugin):
    with tenant.scope():
        sample_arguments(app)
        before = plugin_rows(plugin)
        assert sum(before.values()) > 0
    engine: PluginEngine = app.extensions["hutong.plugins"]

    for enabled in (False, False, True, True):
        with tenant.scope():
            set_plugin(tenant=db.session.get(Tenant, tenant.id), plugin=plugin, enabled=enabled)
            db.session.commit()
            assert plugin_rows(plugin) == before
        home = tenant.owner.get(tenant.console(f"/{plugin}/"))
        assert (enabled, home.status_code) == (enabled, 200 if enabled else 404)
        with tenant.scope():
            targets = engine.gather_items(tenant.info(), "share_targets")
            assert any(target.plugin == plugin for target in targets) is enabled


@pytest.mark.parametrize("plugin", PLUGINS)
def test_what_is_shared_belongs_to_the_tenant(app, tenant, other_tenant, plugin):
    with other_tenant.scope():
        sample_arguments(app)
        theirs = app.extensions["hutong.plugins"].gather_items(other_tenant.info(), "share_targets")
        assert [target for target in theirs if target.plugin == plugin] != []

    with tenant.scope():
        engine = app.extensions["hutong.plugins"]
        for target in theirs:
            assert engine.gather_items(tenant.info(), "share_targets", object_id=target.id) == []
