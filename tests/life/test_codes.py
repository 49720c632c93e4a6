"""Printed codes of a tool that is away tell the truth: it pauses, or it is no longer here."""

import uuid

import pytest

from core.database import db
from core.sharing.models import ShareLink
from core.sharing.operations import create_link, end_links_of, retarget_link
from core.sharing.queries import target_by_id
from core.tenants.models import Tenant
from core.tenants.operations import set_plugin
from tests.life.conftest import CARD


@pytest.fixture
def code(come, make_tenant):
    """A printed code of the card, and its tenant."""
    come()
    tenant = make_tenant("corner")
    with tenant.scope():
        link = create_link(plugin="postcards", object_kind="card", object_id=CARD)
        db.session.commit()
        return tenant, link.id, tenant.public(f"/s/{link.code}")


def page(visitor, address, language):
    answer = visitor.get(f"{address}?lang={language}")
    return answer.status_code, answer.text


def test_a_code_of_a_tool_that_is_not_installed_pauses_and_leads_there_again(code, visitor, come, leave):
    _, _, address = code
    assert visitor.get(address).status_code == 302
    leave()

    status, text = page(visitor, address, "zh")
    assert (status, "先停一停" in text) == (503, True)
    status, text = page(visitor, address, "en")
    assert (status, "Paused for now" in text) == (503, True)

    come()
    assert visitor.get(address).status_code == 302


def test_a_code_of_a_tool_that_fails_pauses_too(code, visitor, app):
    app.extensions["hutong.plugins"].module("postcards").fails = True

    assert page(visitor, code[2], "en")[0] == 503


def test_after_its_data_was_deleted_a_code_says_so_until_it_leads_elsewhere(code, visitor):
    tenant, link_id, address = code
    with tenant.scope():
        set_plugin(tenant=db.session.get(Tenant, tenant.id), plugin="postcards", enabled=False)
        end_links_of("postcards")
        db.session.commit()

    status, text = page(visitor, address, "en")
    assert (status, "No longer here" in text) == (410, True)

    with tenant.scope():
        set_plugin(tenant=db.session.get(Tenant, tenant.id), plugin="postcards", enabled=True)
        db.session.commit()
    with tenant.scope():
        link = db.session.get(ShareLink, (tenant.id, link_id))
        link.object_id = uuid.UUID(int=1)
        db.session.commit()
    assert page(visitor, address, "en")[0] == 410
    with tenant.scope():
        link = db.session.get(ShareLink, (tenant.id, link_id))
        retarget_link(link=link, target=target_by_id(tenant.info(), CARD))
        db.session.commit()
    assert visitor.get(address).status_code == 302


def test_the_code_of_an_absent_tool_is_not_praised_on_the_first_page(code, leave):
    tenant, _, address = code
    leave()

    answer = tenant.owner.get(tenant.console())

    assert answer.status_code == 200
    assert address.rpartition("/")[2] not in answer.text
