"""Contract: staff without a permission are refused, and all others are not."""

from collections.abc import Iterator

from core.policy import Role
from core.testing.contracts.doors import Door
from core.testing.contracts.rows import all_rows, changed_tables
from core.testing.contracts.street import Street
from core.testing.contracts.verdict import expect_none

NARROWED: tuple[Role, ...] = ("staff", "admin")
"""Admins are asked too: they are not narrowed, whatever their row says."""


class WithholdingContract:
    """Permissions withheld from staff."""

    def test_a_withheld_permission_closes_its_routes_to_staff_and_no_others(self, street: Street) -> None:
        doors = [door for door in street.doors("console") if door.policy.permission]
        every = {door.policy.permission for door in doors}
        before, wrong = all_rows(street.app), []
        try:
            for permission in sorted(every):
                ours = [door for door in doors if door.policy.permission == permission]
                _withhold(street, {permission})
                wrong += [fault for door in ours for fault in _open_without(street, door)]
                _withhold(street, every - {permission})
                wrong += [fault for door in ours for fault in _closed_with(street, door)]
        finally:
            _withhold(street, set())

        expect_none(wrong, "@policy(…, permission=…) names the one permission the view needs")
        expect_none(f"{table}: changed" for table in changed_tables(before, all_rows(street.app)))


def _withhold(street: Street, permissions: set[str]) -> None:
    for role in NARROWED:
        street.tenant.withhold(role, *sorted(permissions))


def _open_without(street: Street, door: Door) -> Iterator[str]:
    path = door.path(street.app, street.tenant.slug, street.samples)
    for method in door.methods:
        status = street.callers["staff"].open(path, method=method, buffered=True).status_code
        if status != 403:
            yield f"{door.endpoint}: {method} by staff without {door.policy.permission}: {status}, not 403"
    if "GET" in door.methods and street.callers["admin"].get(path, buffered=True).status_code == 403:
        yield f"{door.endpoint}: GET by an admin is refused for want of a permission"


def _closed_with(street: Street, door: Door) -> Iterator[str]:
    path = door.path(street.app, street.tenant.slug, street.samples)
    if "GET" in door.methods and street.callers["staff"].get(path, buffered=True).status_code == 403:
        yield f"{door.endpoint}: GET by staff who have {door.policy.permission} is refused"
