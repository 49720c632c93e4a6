"""Tools that are not installed at the moment, though somebody uses them or their tables are there."""

from collections import Counter
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from core.database import LocalizedText, db, now, writing
from core.plugin_manager import plugins
from core.tenants.info import TenantInfo
from core.tenants.models import Tenant
from core.tools.models import KnownTool


@dataclass(frozen=True, slots=True)
class AbsentTool:
    """A tool that cannot be asked for its own name."""

    name: str
    title: LocalizedText
    icon: str


def absent_tools(tenant: TenantInfo) -> list[AbsentTool]:
    """What this tenant has switched on and is not installed; nothing of it is lost."""
    return _called(tenant.plugins - plugins().manifests.keys())


def title_of(plugin: str) -> LocalizedText:
    """What a tool is called, also while it is not installed."""
    manifest = plugins().manifests.get(plugin)
    return dict(manifest.title) if manifest else _called(frozenset({plugin}))[0].title


def absent_uses() -> Counter[str]:
    """By name of a tool that is not installed: how many tenants have it switched on."""
    found = Counter(name for names in db.session.scalars(select(Tenant.plugins)) for name in names)
    return Counter({name: times for name, times in found.items() if name not in plugins().manifests})


def init_absence(app: Flask) -> None:
    """Let the console's first page say what is not available."""
    app.context_processor(lambda: {"absent_tools": absent_tools})


def remember_tools(app: Flask) -> None:
    """Write down what the installed tools are called."""
    with app.app_context(), writing():
        for name, manifest in plugins().manifests.items():
            row = db.session.get(KnownTool, name) or KnownTool(name=name)
            row.title, row.icon, row.seen_at = dict(manifest.title), manifest.icon, now()
            db.session.add(row)
        db.session.commit()


def _called(names: frozenset[str]) -> list[AbsentTool]:
    if not names:
        return []
    known = {row.name: row for row in db.session.scalars(select(KnownTool).where(KnownTool.name.in_(names)))}
    return [
        AbsentTool(name, known[name].title, known[name].icon)
        if name in known
        else AbsentTool(name, {"zh": name, "en": name}, "plug")
        for name in sorted(names)
    ]
