"""Addresses: languages are carried on, attribution survives a kept page, printed codes stay plain."""

import uuid

import pytest
from sqlalchemy import select

from core.acts.models import Act
from core.database import db
from core.hookspecs import hookimpl
from core.plugin_types import Manifest, ShareTarget
from core.sharing.operations import create_link
from core.sharing.queries import link_by_code, share_address
from core.tenancy import bind_tenant
from core.tenants.models import Tenant
from core.tenants.operations import rename_tenant
from core.urls import public_url


@pytest.fixture
def plugin_packages():
    return []


def link_of(tenant):
    with tenant.scope():
        link = create_link(plugin="none", object_kind="none", object_id=uuid.uuid4(), channel="till")
        db.session.commit()
        return link.code


def test_an_old_slug_leads_to_the_new_one_for_ever(tenant, visitor):
    with tenant.scope():
        rename_tenant(tenant=db.session.get(Tenant, tenant.id), slug="new-corner")
        db.session.commit()

    answer = visitor.get("/corner/s/abcdefgh?lang=en")

    assert (answer.status_code, answer.location) == (308, "/new-corner/s/abcdefgh?lang=en")


def test_links_carry_the_language_that_was_asked_for(tenant, visitor):
    asked = visitor.get("/corner/join?lang=en").text
    guessed = visitor.get("/corner/join", headers={"Accept-Language": "en"}).text

    assert 'href="/corner/return?lang=en"' in asked
    assert 'href="/corner/return"' in guessed
    assert "I’m already a member" in guessed


def test_a_printed_address_is_plain(app, tenant):
    code = link_of(tenant)
    with tenant.scope(), app.test_request_context("/?lang=en"):
        bind_tenant(db.session(), tenant.id)
        assert share_address(tenant.info(), link_by_code(code)) == f"http://localhost/corner/s/{code}"


def test_a_reader_keeps_their_link_from_page_to_page(tenant, visitor):
    code = link_of(tenant)
    page = visitor.get("/corner/join?lang=en", headers={"Referer": f"http://localhost/corner/?via={code}"})
    token = page.text.split('name="form_token" value="')[1].split('"')[0]

    visitor.post(
        "/corner/join?lang=en",
        data={"form_token": token, "name": "Lily", "consent": "y"},
        headers={"Referer": f"http://localhost/corner/join?via={code}"},
    )

    with tenant.scope():
        joined = db.session.scalar(select(Act).where(Act.verb == "join"))
        assert joined.share_link_id is not None


def test_a_link_of_another_tenant_is_nobodys(tenant, other_tenant, visitor):
    code = link_of(other_tenant)

    foreign, missing = visitor.get(f"/corner/s/{code}"), visitor.get("/corner/s/zzzzzzzz")

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.data.replace(code.encode(), b"zzzzzzzz") == missing.data


class Shelf:
    """A tool with one open object."""

    __name__ = "shelf.plugin"
    __file__ = __file__

    def __init__(self, object_id):
        self.object_id = object_id

    @hookimpl
    def manifest(self):
        words = {"zh": "架", "en": "Shelf"}
        return Manifest(name="shelf", title=words, summary=words, icon="book", api="1.0")

    @hookimpl
    def share_targets(self, tenant, object_id):
        url = public_url(tenant, "public.home")
        return [ShareTarget(plugin="shelf", kind="book", id=self.object_id, title="Book", url=url)]


@pytest.mark.parametrize(
    ("method", "headers", "scans"),
    [
        ("GET", {}, 1),
        ("HEAD", {}, 0),
        ("GET", {"Sec-Purpose": "prefetch"}, 0),
        ("GET", {"User-Agent": "facebookexternalhit/1.1"}, 0),
    ],
)
def test_only_people_are_counted(app, make_tenant, visitor, method, headers, scans):
    object_id = uuid.uuid4()
    app.extensions["hutong.plugins"].register(Shelf(object_id))
    tenant = make_tenant("corner")
    with tenant.scope():
        link = create_link(plugin="shelf", object_kind="book", object_id=object_id)
        db.session.commit()
        code = link.code

    answer = visitor.open(f"/corner/s/{code}", method=method, headers=headers)
    app.extensions["hutong.sightings"].flush()

    assert answer.location == f"http://localhost/corner/?via={code}"
    with tenant.scope():
        assert sum(db.session.scalars(select(Act.times).where(Act.verb == "scan"))) == scans
