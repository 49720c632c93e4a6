"""Contract: a template's content applied twice gives the same as once, and is exported as it was."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from core.database import db
from core.plugin_types import Starter
from core.testing.application import TenantUnderTest
from core.testing.contracts.rows import count_of
from core.testing.contracts.street import Street

HOOKS = ("starter_apply", "starter_export")


class StartingContract:
    """What templates bring. The content is ``testing.sample_starter()``, or what the samples export as."""

    plugin: str

    def test_starter_content_applied_twice_is_the_same_and_exports_as_it_was(
        self, street: Street, tmp_path: Path
    ) -> None:
        ours = [hook for hook in HOOKS if self.plugin in street.engine.implementers(hook)]
        if not ours:
            pytest.skip("it takes no part in templates")
        assert ours == list(HOOKS), f"of {' and '.join(HOOKS)} it has only {ours[0]}"
        content = _content(street, self.plugin)
        assert content, "starter_export gives nothing of what sample_arguments() made"
        first, second = street.new_tenant(), street.new_tenant()

        _apply(street, first, self.plugin, content, tmp_path)
        once, exported = count_of(first, self.plugin), _export(street, first, self.plugin)
        _apply(street, first, self.plugin, content, tmp_path)
        assert count_of(first, self.plugin) == once
        assert _export(street, first, self.plugin) == exported

        _apply(street, second, self.plugin, exported, tmp_path)
        assert _export(street, second, self.plugin) == exported


def _content(street: Street, plugin: str) -> Mapping[str, Any]:
    package = street.engine.module(plugin).__name__.rpartition(".")[0]
    sample = getattr(import_module(f"{package}.testing"), "sample_starter", None)
    found: Mapping[str, Any] = sample() if sample is not None else _export(street, street.tenant, plugin)
    return found


def _export(street: Street, tenant: TenantUnderTest, plugin: str) -> Any:
    with tenant.scope():
        return dict(street.engine.gather(tenant.info(), "starter_export"))[plugin]


def _apply(
    street: Street, tenant: TenantUnderTest, plugin: str, content: Mapping[str, Any], folder: Path
) -> None:
    info = tenant.info()
    starter = Starter("contract", content, folder, info.languages)
    with tenant.scope():
        street.engine.write(info, plugin, "starter_apply", starter=starter)
        db.session.commit()
