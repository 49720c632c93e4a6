"""Contract: a plugin is switched off and on again, twice, and nothing is lost; off, it is not there."""

from collections.abc import Iterator

from core.database import db
from core.tenants.models import Tenant
from core.tenants.operations import set_plugin
from core.testing.application import TenantUnderTest
from core.testing.contracts.rows import count_of
from core.testing.contracts.street import Street
from core.testing.contracts.verdict import expect_none
from core.testing.samples import sample_arguments


class SwitchingContract:
    """Off, off, on, on."""

    plugin: str

    def test_off_and_on_again_keeps_everything(self, street: Street) -> None:
        tenant = street.new_tenant()
        with tenant.scope():
            sample_arguments(street.app, self.plugin)
        before = count_of(tenant, self.plugin)
        assert sum(before.values()) > 0, f"sample_arguments() of {self.plugin} makes no row"
        try:
            for enabled in (False, False, True, True):
                _switch(tenant, self.plugin, enabled=enabled)
                expect_none(_faults(street, tenant, self.plugin, enabled=enabled))
                assert count_of(tenant, self.plugin) == before
        finally:
            street.engine.faults.clear()

    def test_what_is_shared_belongs_to_the_tenant(self, street: Street) -> None:
        with street.other.scope():
            theirs = street.engine.gather_items(street.other.info(), "share_targets")
        ours = [target for target in theirs if target.plugin == self.plugin]
        offers = self.plugin in street.engine.implementers("share_targets")
        assert bool(ours) is offers, f"sample_arguments() of {self.plugin} makes nothing that can be shared"

        with street.tenant.scope():
            info = street.tenant.info()
            expect_none(
                f"share_targets gives {target.kind} {target.title!r} of another tenant"
                for target in ours
                if street.engine.gather_items(info, "share_targets", object_id=target.id)
            )


def _switch(tenant: TenantUnderTest, plugin: str, *, enabled: bool) -> None:
    with tenant.scope():
        set_plugin(tenant=db.session.get_one(Tenant, tenant.id), plugin=plugin, enabled=enabled)
        db.session.commit()


def _faults(street: Street, tenant: TenantUnderTest, plugin: str, *, enabled: bool) -> Iterator[str]:
    """What is there although the plugin is off, or gone although it is on."""
    word = "on" if enabled else "off"
    home = street.engine.manifests[plugin].console_endpoint
    door = next((door for door in street.doors() if door.endpoint == home), None)
    if door is not None:
        status = tenant.owner.get(door.path(street.app, tenant.slug, street.samples)).status_code
        if status != (200 if enabled else 404):
            yield f"{home}: {status} while the tool is {word}"
    for door in street.doors("public", "console") if not enabled else ():
        answer = tenant.owner.get(door.path(street.app, tenant.slug, street.samples), buffered=True)
        if "GET" in door.methods and answer.status_code != 404:
            yield f"{door.endpoint}: {answer.status_code} while the tool is {word}"
    with tenant.scope():
        targets = street.engine.gather_items(tenant.info(), "share_targets")
    offers = plugin in street.engine.implementers("share_targets")
    if offers and any(target.plugin == plugin for target in targets) is not enabled:
        yield f"share_targets is {'silent' if enabled else 'asked'} while the tool is {word}"
