"""Contract: hooks give what they promise, without a fault, and ask no more for three objects than for one."""

from importlib import import_module
from typing import Any

from core.database import db
from core.testing.application import TenantUnderTest
from core.testing.contracts.street import Street
from core.testing.contracts.verdict import expect_none
from core.testing.samples import sample_arguments
from core.testing.statements import statements_of

OFTEN: dict[str, dict[str, Any]] = {"menu": {"language": "en"}, "waiting": {}}
"""Hooks that are asked for every page of the public side, or of the console."""
ASKED: dict[str, dict[str, Any]] = {
    **OFTEN,
    "page_blocks": {},
    "share_targets": {"object_id": None},
    "photos_in_use": {},
}


class AnsweringContract:
    """Hooks of a tenant with one object of each sort."""

    plugin: str

    def test_hooks_answer_without_a_fault(self, street: Street) -> None:
        street.engine.faults.clear()
        with street.tenant.scope():
            info = street.tenant.info()
            for hook, given in {**ASKED, "payment_ways": {"language": "en"}, "starter_export": {}}.items():
                street.engine.gather(info, hook, **given)
        street.tenant.owner.get(street.tenant.console())
        for path in ("/", "/join"):
            street.app.test_client().get(street.tenant.public(path))

        faults = [
            hook for (plugin, hook), count in street.engine.faults.items() if plugin == self.plugin and count
        ]
        street.engine.faults.clear()
        expect_none((f"{self.plugin}: the hook {hook} fails" for hook in faults), "the log above says why")

    def test_hooks_of_every_page_ask_as_much_for_three_objects_as_for_one(self, street: Street) -> None:
        tenant = street.new_tenant()
        _more(street, tenant, self.plugin)
        one = {hook: _asked(street, tenant, hook) for hook in OFTEN}
        for _ in range(2):
            _more(street, tenant, self.plugin)
        three = {hook: _asked(street, tenant, hook) for hook in OFTEN}

        expect_none(
            (
                f"{hook}: {one[hook]} statements for one, {three[hook]} for three"
                for hook in OFTEN
                if one != three
            ),
            "read all of them in one statement",
        )


def _more(street: Street, tenant: TenantUnderTest, plugin: str) -> None:
    """Another object of each sort: by ``testing.one_more()``, else as samples are made."""
    package = street.engine.module(plugin).__name__.rpartition(".")[0]
    one_more = getattr(import_module(f"{package}.testing"), "one_more", None)
    with tenant.scope():
        if one_more is not None:
            one_more()
            db.session.commit()
        else:
            sample_arguments(street.app, plugin)


def _asked(street: Street, tenant: TenantUnderTest, hook: str) -> int:
    with tenant.scope():
        info = tenant.info()
        with statements_of() as sent:
            street.engine.gather(info, hook, **OFTEN[hook])
    return len(sent)
