"""The scenes of a rehearsal: tables are built and taken down, samples are made, hooks are asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

from flask import Flask
from sqlalchemy import Connection

from core.authoring.plugin_check.differences import in_words
from core.authoring.plugin_check.findings import Finding
from core.authoring.plugin_check.keys import key_faults
from core.authoring.plugin_check.places import listening, place_in_text
from core.authoring.plugin_check.sources import Sources
from core.database import Base, db, reading, writing
from core.plugin_manager import PluginEngine
from core.revisions import differences
from core.schema import Unit, downgrade_unit, migrating, schema_units, upgrade_units
from core.tenancy import bind_tenant
from core.tenants.info import TenantInfo
from core.tenants.operations import create_tenant

ASKED: Mapping[str, Mapping[str, Any]] = {
    "menu": {"language": "en"},
    "waiting": {},
    "page_blocks": {},
    "share_targets": {"object_id": None},
    "photos_in_use": {},
    "payment_ways": {"language": "en"},
    "starter_export": {},
}
"""Hooks that only read, and need no request around them."""
FREE = frozenset({"path", "name", "digest"})
"""Arguments that name no object of a community."""


def scenes(app: Flask, all_sources: Sequence[Sources]) -> Iterator[Finding]:
    """What goes wrong in them, plugin by plugin."""
    units = {unit.name: unit for unit in schema_units(app)}
    with app.app_context(), migrating(db.engine) as connection:
        upgrade_units(connection, list(units.values()))
        for sources in all_sources:
            yield from _tables(connection, units.get(sources.name), sources, alone=len(all_sources) == 1)
    with app.app_context(), writing():
        tenant = create_tenant(
            slug="rehearsal", name={"zh": "排练", "en": "Rehearsal"}, languages=["en", "zh"]
        )
        tenant.plugins = [sources.name for sources in all_sources]
        db.session.commit()
        info = TenantInfo.of(tenant)
    for sources in all_sources:
        with app.app_context(), writing():
            bind_tenant(db.session(), info.id)
            yield from _samples(app, sources)
    for sources in all_sources:
        with app.app_context(), reading():
            bind_tenant(db.session(), info.id)
            yield from _hooks(app, info, sources)


def _tables(connection: Connection, unit: Unit | None, sources: Sources, *, alone: bool) -> Iterator[Finding]:
    """Keys, revisions against models, and, for a plugin that is `alone`, down and up again: it takes long."""
    tables = [table for name, table in Base.metadata.tables.items() if _is_of(name, sources)]
    for fault in key_faults(tables):
        hint = 'tenant_foreign_key("x_id", "table"), UniqueConstraint("tenant_id", …)'
        yield Finding(sources.shown("models.py"), 1, fault, hint)
    if unit is None:
        return
    shown = sources.shown("migrations/versions")
    for line in in_words(differences(connection, unit)):
        yield Finding(shown, 1, line, f'run: hutong db revision {sources.name} -m "What changes"')
    if not alone:
        return
    try:
        downgrade_unit(connection, unit, "base")
        upgrade_units(connection, [unit])
    except Exception as error:  # noqa: BLE001 - whatever a revision does
        yield Finding(shown, 1, f"its revisions do not go down and up again: {error}", "write downgrade()")


def _is_of(table: str, sources: Sources) -> bool:
    return table.partition("_")[0] == sources.name


def _samples(app: Flask, sources: Sources) -> Iterator[Finding]:
    try:
        samples = import_module(f"{sources.package}.testing").sample_arguments()
        db.session.commit()
    except Exception as error:  # noqa: BLE001 - whatever an author's factories do
        what = f"sample_arguments() fails: {type(error).__name__}: {' '.join(str(error).split())[:200]}"
        yield Finding(sources.shown("testing.py"), 1, what, "it runs in an empty community")
        return
    for rule in app.url_map.iter_rules():
        if rule.endpoint.partition(".")[0].removesuffix("_console") == sources.name:
            for name in sorted(rule.arguments - samples.keys() - FREE):
                what = f"sample_arguments() gives no {name!r}, which {rule.rule} takes"
                yield Finding(sources.shown("testing.py"), 1, what, "make such an object, and give its key")


def _hooks(app: Flask, tenant: TenantInfo, sources: Sources) -> Iterator[Finding]:
    """Faults of hooks in a community that has one object of each sort."""
    engine: PluginEngine = app.extensions["hutong.plugins"]
    alone = replace(tenant, plugins=frozenset({sources.name}))
    with listening() as errors:
        for hook, given in ASKED.items():
            errors.clear()
            engine.gather(alone, hook, **given)
            for error in errors:
                file, line = place_in_text(error, sources) or ("plugin.py", 1)
                what = f"the hook {hook} fails: {error.splitlines()[-1][:200]}"
                yield Finding(sources.shown(file), line, what, "a hook that fails is left out of its page")
