"""A community moves from a guest's account to the one its owner turns out to have."""

from sqlalchemy import delete, select, update

from core.accounts.models import Account
from core.database import db
from core.people.models import SEATED_ROLES, Person
from core.policy import stronger_role
from core.tenancy import all_tenants_unsafe
from core.tenants.models import Tenant
from core.tenants.operations import activate_tenant


def adopt(*, guest: Account, account: Account) -> list[Tenant]:
    """Everything that `guest` has becomes `account`'s, and its trials stay; the guest's account ends.

    Every row and every printed code of the communities is left as it is. Gives the communities.
    """
    moved = []
    with all_tenants_unsafe("a guest's communities, each moved as a whole"):
        persons = db.session.scalars(select(Person).where(Person.account_id == guest.id)).all()
        for person in persons:
            _hand_over(person, account)
            tenant = db.session.get_one(Tenant, person.tenant_id)
            if person.role == "owner":
                moved.append(tenant)
        db.session.flush()
    for tenant in moved:
        if tenant.status == "trial":
            activate_tenant(tenant=tenant)
    db.session.execute(delete(Account).where(Account.id == guest.id))
    return moved


def _hand_over(person: Person, account: Account) -> None:
    """Give `person` to `account`; where the account is somebody there already, the stronger role counts."""
    known = db.session.scalar(
        select(Person).where(Person.tenant_id == person.tenant_id, Person.account_id == account.id)
    )
    if known is None:
        person.account_id = account.id
        _keep_address(person, account)
        return
    had_two_seats = _has_seat(known) and _has_seat(person)
    known.role, known.state = stronger_role(known.role, person.role), "seated"
    person.account_id, person.state = None, "left"
    if had_two_seats:
        db.session.execute(
            update(Tenant)
            .where(Tenant.id == person.tenant_id, Tenant.seats_taken > 0)
            .values(seats_taken=Tenant.seats_taken - 1)
        )


def _has_seat(person: Person) -> bool:
    return person.state == "seated" and person.role in SEATED_ROLES


def _keep_address(person: Person, account: Account) -> None:
    taken = db.session.scalar(
        select(Person.id).where(Person.tenant_id == person.tenant_id, Person.email == account.address)
    )
    if taken is None:
        person.email = account.address


def note_address(account: Account) -> None:
    """Let the persons that `account` is carry its address."""
    with all_tenants_unsafe("the persons of one account"):
        for person in db.session.scalars(select(Person).where(Person.account_id == account.id)).all():
            _keep_address(person, account)
        db.session.flush()
