"""Share links as an owner uses them, with every picture read by an independent decoder."""

import pytest
from sqlalchemy import select

from core.acts.models import Act
from core.database import db
from core.sharing.models import ShareLink
from core.tenants.models import Tenant
from core.tenants.operations import set_plugin
from core.testing.browser import screenshot
from core.testing.codes import read_codes
from core.testing.samples import sample_arguments


@pytest.fixture
def targets(app, tenant):
    """What the tenant can share."""
    with tenant.scope():
        sample_arguments(app)
        found = app.extensions["hutong.plugins"].gather_items(tenant.info(), "share_targets")
    return {target.plugin: target for target in found}


@pytest.fixture
def link(tenant, targets):
    """A code for the survey, made on the share page."""
    tenant.owner.post(tenant.console(f"/share/{targets['survey'].id}"), data={"channel": "Table tents"})
    with tenant.scope():
        return db.session.scalars(select(ShareLink).where(ShareLink.channel == "Table tents")).one()


def address_of(tenant, link):
    return f"http://localhost/{tenant.slug}/s/{link.code}"


def verbs(tenant):
    with tenant.scope():
        return db.session.scalars(select(Act.verb)).all()


@pytest.mark.both_databases
def test_a_place_without_a_name_is_asked_for_one(tenant, targets):
    answer = tenant.owner.post(tenant.console(f"/share/{targets['survey'].id}"), data={"channel": "  "})

    assert answer.status_code == 422
    assert "Give the place a name" in answer.text


def test_the_png_reads_as_the_address_and_counts_as_nothing(app, tenant, link):
    before = verbs(tenant)

    answer = tenant.owner.get(tenant.console(f"/share/links/{link.id}/qr.png?download=1"))

    app.extensions["hutong.sightings"].flush()
    assert read_codes(answer.data) == [address_of(tenant, link)]
    assert answer.headers["Content-Disposition"] == f"attachment; filename={tenant.slug}-{link.code}.png"
    assert verbs(tenant) == before


@pytest.mark.browser
def test_svg_and_every_paper_can_be_read(app, tenant, link, serve, new_page):
    served = serve(app)
    page = new_page()
    session = tenant.owner.get_cookie("hutong_session")
    page.context.add_cookies([{"name": "hutong_session", "value": session.value, "url": served}])
    base = f"{served}{tenant.console(f'/share/links/{link.id}')}"
    address = address_of(tenant, link).replace("http://localhost", served)

    page.goto(f"{base}/qr.svg")
    assert read_codes(page.screenshot()) == [address]
    for size in ("a5", "a6", "tents"):
        page.set_viewport_size({"width": 900, "height": 1300})
        page.goto(f"{base}/poster?size={size}")
        assert set(read_codes(screenshot(page, f"poster-{size}").read_bytes())) == {address}


@pytest.mark.both_databases
def test_a_printed_code_can_lead_elsewhere(tenant, targets, link, visitor):
    page = targets["site"]

    saved = tenant.owner.post(
        tenant.console(f"/share/links/{link.id}/edit"), data={"channel": "Till", "target": str(page.id)}
    )

    assert saved.status_code == 302
    assert (
        visitor.get(tenant.public(f"/s/{link.code}")).location == f"http://localhost/corner/?via={link.code}"
    )


@pytest.mark.both_databases
def test_a_code_taken_off_the_list_still_works(tenant, targets, link, visitor):
    tenant.owner.post(tenant.console(f"/share/links/{link.id}/retire"))

    listed = tenant.owner.get(tenant.console(f"/share/{targets['survey'].id}")).text
    assert "Table tents" not in listed.split("<form")[0]
    assert visitor.get(tenant.public(f"/s/{link.code}")).status_code == 302

    tenant.owner.post(tenant.console(f"/share/links/{link.id}/restore"))
    with tenant.scope():
        assert db.session.get(ShareLink, (tenant.id, link.id)).retired_at is None


def test_the_code_of_a_tool_that_is_off_says_so(tenant, link, visitor):
    with tenant.scope():
        set_plugin(tenant=db.session.get(Tenant, tenant.id), plugin="survey", enabled=False)
        db.session.commit()

    answer = visitor.get(tenant.public(f"/s/{link.code}?lang=en"))

    assert answer.status_code == 503
    assert "Your code still works when it’s back" in answer.text
