"""The lottery, tested as its author would: with the fixtures that come with Hutong."""

import pytest
from hutong_lottery.operations import take_ticket
from hutong_lottery.queries import tickets

from hutong import db


@pytest.fixture
def plugin_packages():
    return []


def names(tenant):
    with tenant.scope():
        return [ticket.name for ticket in tickets()]


def test_the_lottery_is_found_through_its_entry_point(app):
    assert app.extensions["hutong.plugins"].names == ["lottery"]


@pytest.mark.both_databases
def test_a_name_takes_one_ticket(tenant):
    with tenant.scope():
        first = take_ticket(name="小王").id
        db.session.commit()
    with tenant.scope():
        again = take_ticket(name="小王").id
        db.session.commit()

    assert first == again
    assert names(tenant) == ["小王"]


@pytest.mark.both_databases
def test_tickets_of_another_tenant_are_not_seen(tenant, other_tenant):
    with other_tenant.scope():
        take_ticket(name="elsewhere")
        db.session.commit()

    assert (names(tenant), names(other_tenant)) == ([], ["elsewhere"])


def test_visitors_take_tickets_in_their_language(tenant, visitor):
    taken = visitor.post(tenant.public("/lottery/"), data={"name": "小李"})
    page = visitor.get(tenant.public("/lottery/?lang=zh")).text

    assert (taken.status_code, taken.location) == (303, tenant.public("/lottery/"))
    assert "已发出 1 张券。" in page
    assert "1 ticket is out." in visitor.get(tenant.public("/lottery/?lang=en")).text


def test_a_community_without_the_lottery_has_no_such_page(make_tenant, visitor):
    plain = make_tenant("plain", plugins=[])

    assert visitor.get(plain.public("/lottery/")).status_code == 404


def test_the_lottery_is_on_the_list_of_tools(tenant, visitor):
    page = visitor.get(tenant.public("/?lang=en")).text

    assert f'href="http://localhost{tenant.public("/lottery/?lang=en")}"' in page
