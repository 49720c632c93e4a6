"""Which tables are whose."""

from collections.abc import Collection, Iterator
from typing import Any

from core.database import Base
from core.tenancy import TenantOwned


def owned_models(owner: str, plugins: Collection[str]) -> list[Any]:
    """Tenant-owned classes of a plugin; of the core (``core``) those that carry no plugin's prefix."""

    def is_mine(table: str) -> bool:
        prefix = table.partition("_")[0]
        return prefix == owner if owner != "core" else prefix not in plugins

    return [model for model in _all_models() if is_mine(model.__tablename__)]


def _all_models() -> Iterator[Any]:
    for mapper in sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__tablename__):
        if issubclass(mapper.class_, TenantOwned):
            yield mapper.class_
