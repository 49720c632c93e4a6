"""Templates as data: what is refused and how it is said, and that applying again changes nothing."""

import pytest
from sqlalchemy import func, select

from core.database import db, writing
from core.gallery.catalog import TemplateError, read_template, template_named
from core.gallery.checks import template_problems
from core.gallery.operations import apply_template, share_everything
from core.gallery.rehearsal import rehearsed
from core.sharing.models import ShareLink
from core.tenants.models import Tenant
from core.tenants.operations import create_tenant
from tests.gallery.scene import write_template


def test_folder_and_name_must_agree(app, tmp_path):
    folder = write_template(tmp_path, "shop").rename(tmp_path / "other")

    with app.app_context(), pytest.raises(TemplateError, match="name is 'shop', the folder is 'other'"):
        read_template(folder)


def test_author_licence_and_lineage_are_kept(app, tmp_path):
    said = {"author": "Wen Lan", "licence": "CC-BY-4.0", "parent": "corner-shop"}
    folder = write_template(tmp_path, "shop", **said)

    with app.app_context():
        found = read_template(folder)

    assert {name: getattr(found, name) for name in said} == said


@pytest.mark.parametrize("name", ["nothing", "../corner-shop", "", "/etc"])
def test_unknown_template_names_the_known_ones(app, name):
    with app.app_context(), pytest.raises(TemplateError, match="known: corner-shop"):
        template_named(name)


def test_good_template_has_no_problems_and_checking_leaves_nothing(app, templates_folder):
    with app.app_context():
        assert template_problems(templates_folder / "corner-shop") == []
        assert db.session.scalar(select(func.count()).select_from(Tenant)) == 0


def kept(tenant):
    db.session.refresh(tenant)
    return tenant.name, tenant.theme, tenant.plugins, tenant.time_zone, tenant.settings, tenant.scenario


@pytest.mark.both_databases
def test_applying_twice_is_applying_once(app):
    with app.app_context(), writing():
        tenant = create_tenant(slug="shop", name={"en": "?"}, languages=["en", "zh"])
        share_everything(apply_template(tenant, template_named("corner-shop"), ["en", "zh"]))
        once = kept(tenant)
        share_everything(apply_template(tenant, template_named("corner-shop"), ["en", "zh"]))

        assert kept(tenant) == once
        assert db.session.scalar(select(func.count()).select_from(ShareLink)) == 1


def test_applying_again_leaves_what_the_owner_changed(app):
    with app.app_context(), writing():
        tenant = create_tenant(slug="shop", name={"en": "?"}, languages=["en", "zh"])
        apply_template(tenant, template_named("corner-shop"), ["en", "zh"])
        tenant.name, tenant.theme = {"en": "Zhou’s"}, {"name": "folio"}

        apply_template(tenant, template_named("corner-shop"), ["en", "zh"])

        assert kept(tenant)[:2] == ({"en": "Zhou’s"}, {"name": "folio"})


@pytest.mark.both_databases
def test_rehearsal_is_rolled_back_when_it_fails(app, templates_folder):
    write_template(templates_folder, "bad", lines=None)
    with app.app_context(), pytest.raises(TemplateError), rehearsed(app, template_named("bad"), ["en"]):
        pass

    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Tenant)) == 0
