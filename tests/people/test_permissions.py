"""What staff may do is switched on and off on their page, and holds from the next request on."""

import pytest
from sqlalchemy import select

from core.accounts.models import Account
from core.database import db
from core.people.models import Person
from core.people.operations import join_or_update

pytestmark = pytest.mark.both_databases
FIELDS = {"name": "Xiao Liu", "email": "staff@corner.example", "role": "staff"}


@pytest.fixture
def assistant(tenant):
    """Somebody on the staff: the id of the person; their client is ``tenant.staff``."""
    for role in ("owner", "admin", "staff"):
        tenant.as_role(role)  # signed in before anything is withheld
    with tenant.scope():
        for person in db.session.scalars(select(Person)):
            person.name = {"owner": "Zhou", "admin": "Lin", "staff": "Xiao Liu"}[person.role]
        db.session.commit()
        return db.session.scalar(select(Person.id).where(Person.role == "staff"))


def withheld_from(tenant, person_id):
    with tenant.scope():
        return db.session.get(Person, (tenant.id, person_id)).withheld


def listed_on(page):
    """Permissions that have a switch, and those that are on."""
    names = [part.split('"')[0] for part in page.split('name="listed" value="')[1:]]
    on = [
        part.split('"')[0]
        for part in page.split('name="allow" value="')[1:]
        if " checked" in part.split(">")[0]
    ]
    return names, on


def save(client, tenant, person_id, *, off=(), **more):
    """Save the person's page as it stands, with these switches off."""
    address = tenant.console(f"/people/{person_id}")
    names, on = listed_on(client.get(address).text)
    data = {**FIELDS, "listed": names}
    return client.post(address, data={**data, "allow": [name for name in on if name not in off], **more})


def test_what_is_switched_off_is_refused_at_once_says_whom_to_ask_and_leaves_the_menu(tenant, assistant):
    staff = tenant.staff
    assert staff.get(tenant.console("/site/")).status_code == 200

    saved = save(tenant.owner, tenant, assistant, off=("site.edit", "site.publish", "people.see"))

    assert saved.status_code == 302
    refused = staff.get(tenant.console("/site/?lang=en"))
    assert refused.status_code == 403
    assert "Ask Zhou or Lin to switch on “Change pages and see drafts” for you." in refused.text
    in_chinese = staff.get(tenant.console("/site/?lang=zh")).text
    assert "请Zhou或Lin在“客人”里打开您那一页" in in_chinese
    today = staff.get(tenant.console("/?lang=en"))
    assert today.status_code == 200
    for address in ("/site/", "/people/"):
        assert f'href="{tenant.console(address)}' not in today.text
    assert f'href="{tenant.console("/survey/")}' in today.text
    assert tenant.as_role("admin").get(tenant.console("/site/")).status_code == 200
    names, on = listed_on(tenant.owner.get(tenant.console(f"/people/{assistant}")).text)
    assert set(names) - set(on) == {"site.edit", "site.publish", "people.see"}

    tenant.owner.post(
        tenant.console(f"/people/{assistant}"),
        data={
            **FIELDS,
            "listed": names,
            "allow": names,
        },
    )

    assert staff.get(tenant.console("/site/")).status_code == 200
    assert withheld_from(tenant, assistant) == []


def test_staff_switch_nothing_on_for_themselves(tenant, assistant):
    save(tenant.owner, tenant, assistant, off=("site.edit",))
    names, _on = listed_on(tenant.staff.get(tenant.console(f"/people/{assistant}")).text)

    tenant.staff.post(
        tenant.console(f"/people/{assistant}"),
        data={
            **FIELDS,
            "listed": ["site.edit"],
            "allow": ["site.edit"],
        },
    )

    assert names == []
    assert withheld_from(tenant, assistant) == ["site.edit"]


def test_what_the_page_did_not_list_and_what_nobody_knows_stays_as_it_was(tenant, assistant):
    with tenant.scope():
        db.session.get(Person, (tenant.id, assistant)).withheld = ["gone.handle", "site.edit"]
        db.session.commit()

    tenant.owner.post(
        tenant.console(f"/people/{assistant}"),
        data={
            **FIELDS,
            "listed": ["survey.edit", "made.up"],
        },
    )

    assert withheld_from(tenant, assistant) == ["gone.handle", "site.edit", "survey.edit"]


def test_the_same_account_elsewhere_is_not_narrowed(tenant, other_tenant, assistant):
    with tenant.scope():
        account_id = db.session.scalar(select(Account.id).where(Account.email == "staff@corner.example"))
    with other_tenant.scope():
        join_or_update(account_id=account_id, email=None, name="Xiao Liu", role="staff")
        db.session.commit()

    save(tenant.owner, tenant, assistant, off=("site.edit",))

    assert tenant.staff.get(tenant.console("/site/")).status_code == 403
    assert tenant.staff.get(other_tenant.console("/site/")).status_code == 200


def test_a_promotion_lifts_it_and_only_staff_have_switches(tenant, assistant):
    save(tenant.owner, tenant, assistant, off=("site.edit",))

    save(tenant.owner, tenant, assistant, role="admin")

    assert tenant.staff.get(tenant.console("/site/")).status_code == 200
    assert listed_on(tenant.owner.get(tenant.console(f"/people/{assistant}")).text) == ([], [])
