"""A template applied to a community that lives: what it would change, what it changes, and the way back."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.database import db
from core.gallery.applied import applications
from core.gallery.applying import Takes, apply_to_community, would_change
from core.gallery.asking import SilentToolsError
from core.gallery.catalog import template_named
from core.gallery.changes import Changes
from core.gallery.undoing import UndoneError, take_back
from core.plugin_faults import FAULTS_TO_PAUSE, FaultBook
from core.tenants.models import Tenant
from core.testing.application import TenantUnderTest
from plugins.site.models import SitePage
from plugins.site.operations import add_block
from plugins.survey.models import Survey, SurveyResponse
from plugins.survey.testing import make_response
from tests.templates.scenario import SCENARIOS, apply
from tests.templates.test_applying import everything_of

NOTHING = Takes()
NOT_COUNTED = {"template_application", "act", "media_file"}


def state(tenant: TenantUnderTest) -> dict[str, Any]:
    """All rows of the tenant, and its own."""
    rows = {table: found for table, found in everything_of(tenant).items() if table not in NOT_COUNTED}
    with tenant.scope():
        row = row_of(tenant)
        return {**rows, "": [sorted(row.plugins), row.name, row.theme, row.settings]}


def row_of(tenant: TenantUnderTest) -> Tenant:
    row = db.session.get(Tenant, tenant.id)
    assert row is not None
    return row


def apply_living(tenant: TenantUnderTest, name: str, takes: Takes = NOTHING) -> None:
    with tenant.scope():
        apply_to_community(tenant=row_of(tenant), template=template_named(name), takes=takes)
        db.session.commit()


def undo(tenant: TenantUnderTest) -> list[Any]:
    with tenant.scope():
        record = applications()[0]
        take_back(tenant=row_of(tenant), record=record)
        db.session.commit()
        return list(record.kept)


@pytest.fixture
def laundry(make_tenant: Callable[..., TenantUnderTest]) -> TenantUnderTest:
    """A community that began as a laundry."""
    tenant = make_tenant("corner", plugins=[])
    apply(tenant, "laundry")
    return tenant


@pytest.mark.both_databases
@pytest.mark.parametrize("name", [name for name in SCENARIOS if name != "laundry"])
def test_what_nobody_touched_goes_without_a_trace(laundry: TenantUnderTest, name: str) -> None:
    before = state(laundry)
    apply_living(laundry, name, Takes(name=True, tagline=True, look=True))
    assert state(laundry) != before

    assert undo(laundry) == []

    assert state(laundry) == before


def test_a_community_that_has_nothing(make_tenant: Callable[..., TenantUnderTest]) -> None:
    tenant = make_tenant("empty", plugins=[])
    before = state(tenant)
    apply_living(tenant, "conference")
    undo(tenant)
    assert state(tenant) == before


def test_the_list_of_changes_is_what_happens_and_making_it_changes_nothing(laundry: TenantUnderTest) -> None:
    before = state(laundry)
    tools = would(laundry, "cafe").stored()
    assert state(laundry) == before

    apply_living(laundry, "cafe")

    with laundry.scope():
        assert applications()[0].changes == {"tools": tools}
    said = {tool["plugin"]: tool for tool in tools}
    assert not any(tool["is_new"] for tool in tools)
    assert {"en": "Menu", "zh": "酒水单"} in said["site"]["added"]
    assert {"en": "Home", "zh": "首页"} in said["site"]["there"]
    assert would(laundry, "cafe").is_empty


def would(tenant: TenantUnderTest, name: str) -> Changes:
    info = tenant.info()
    with tenant.app.app_context():
        return would_change(info, template_named(name))


def test_what_was_answered_changed_or_is_needed_stays(laundry: TenantUnderTest) -> None:
    apply_living(laundry, "library")
    with laundry.scope():
        survey = db.session.scalars(select(Survey).where(Survey.starter_key == "readers")).one()
        make_response(survey, {}, "once")
        pages = {page.key: page for page in db.session.scalars(select(SitePage))}
        text = "[1](page:borrow)"
        add_block(page=pages["home"], data={"kind": "text", "body": {"en": text, "zh": text}})
        add_block(page=pages["events"], data={"kind": "text", "body": {"en": "Mine", "zh": "我的"}})
        db.session.commit()

    stays = {(thing["plugin"], thing["title"]["en"], thing["why"]) for thing in undo(laundry)}

    assert {one for one in stays if one[0] == "site"} == {
        ("site", "What’s on", "changed"),
        ("site", "Borrowing", "needed"),
    }
    with laundry.scope():
        assert db.session.scalar(select(SurveyResponse.nonce)) == "once"
        assert set(db.session.scalars(select(Survey.starter_key))) >= {"readers", "pickup"}
        assert "branches" not in set(db.session.scalars(select(SitePage.key)))


def test_what_a_page_needs_stays_while_the_tool_of_pages_is_off_and_nothing_goes_while_it_is_silent(
    app: Flask, laundry: TenantUnderTest
) -> None:
    apply_living(laundry, "cafe")
    with laundry.scope():
        text = "[1](tool:survey/visit)"
        home = db.session.scalars(select(SitePage).where(SitePage.is_home)).one()
        add_block(page=home, data={"kind": "text", "body": {"en": text, "zh": text}})
        row_of(laundry).plugins = [name for name in row_of(laundry).plugins if name != "site"]
        db.session.commit()
    before = state(laundry)
    book = make_silent(app, laundry)

    with pytest.raises(SilentToolsError, match="site"):
        undo(laundry)

    assert state(laundry) == before
    book.forget(laundry.id, "site")
    kept = undo(laundry)
    assert [one["why"] for one in kept if one["plugin"] == "survey"] == ["needed"]
    with laundry.scope():
        assert "visit" in set(db.session.scalars(select(Survey.starter_key)))


def test_the_list_of_changes_is_not_made_up_for_a_silent_tool(app: Flask, laundry: TenantUnderTest) -> None:
    make_silent(app, laundry)
    with pytest.raises(SilentToolsError, match="site"):
        would(laundry, "cafe")


def make_silent(app: Flask, tenant: TenantUnderTest) -> FaultBook:
    """The tool of pages failed so often that it is not asked any more."""
    engine = app.extensions["hutong.plugins"]
    book: FaultBook = engine.book
    book.on_pause = lambda _pause: None  # it is not written down, after which the tool would be asked again
    for _ in range(FAULTS_TO_PAUSE):
        book.note(tenant.id, "site", "starter_export", engine.version("site"), "broken")
    return book


def test_what_the_owner_set_since_stays(laundry: TenantUnderTest) -> None:
    apply_living(laundry, "cafe", Takes(name=True, look=True))
    with laundry.scope():
        row_of(laundry).name = {"en": "Mine", "zh": "我的"}
        db.session.commit()

    undo(laundry)

    with laundry.scope():
        row = row_of(laundry)
        assert (row.name["en"], row.theme["name"]) == ("Mine", "breeze")


def test_it_is_taken_back_once(laundry: TenantUnderTest) -> None:
    apply_living(laundry, "cafe")
    undo(laundry)
    with laundry.scope(), pytest.raises(UndoneError):
        take_back(tenant=row_of(laundry), record=applications()[0])


def test_nothing_is_put_on_record_where_nothing_was_lacking(laundry: TenantUnderTest) -> None:
    apply_living(laundry, "laundry")
    with laundry.scope():
        assert list(applications()) == []
