"""What a request knows about its tenant: a frozen snapshot, read before the session is bound."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from core.database import now
from core.frozen import frozen
from core.tenants.models import Tenant
from core.tenants.pauses import pauses_of
from core.texts import text_in


@dataclass(frozen=True, slots=True)
class TenantInfo:
    """A tenant as hooks, templates and views see it."""

    id: uuid.UUID
    slug: str
    name: Mapping[str, str]
    scenario: str
    languages: tuple[str, ...]
    time_zone: str
    status: str
    trial_ends_at: datetime | None
    plugins: frozenset[str]
    theme: Mapping[str, Any]
    settings: Mapping[str, Any]
    revision: int
    host: str = ""
    suspended_reason: str = ""
    paused: frozenset[str] = frozenset()
    """Of `plugins` those that failed too often: pages go without them, their own pages work."""

    @classmethod
    def of(cls, tenant: Tenant, host: str = "") -> "TenantInfo":
        """The snapshot of a row; `host` is the tenant's own host where it has one."""
        return cls(
            id=tenant.id,
            slug=tenant.slug,
            name=MappingProxyType(dict(tenant.name)),  # plugins are handed it
            scenario=tenant.scenario,
            languages=tuple(tenant.languages),
            time_zone=tenant.time_zone,
            status=tenant.status,
            trial_ends_at=tenant.trial_ends_at,
            plugins=frozenset(tenant.plugins),
            theme=frozen(tenant.theme),
            settings=frozen(tenant.settings),
            revision=tenant.revision,
            host=host,
            suspended_reason=tenant.suspended_reason,
            paused=frozenset(pauses_of(tenant)),
        )

    def name_in(self, language: str) -> str:
        """The business's name in `language`, else in its own first language."""
        return text_in(self.name, language, self.languages)

    def text(self, text: Mapping[str, str] | str | None, language: str) -> str:
        """A text of this tenant in `language`, falling back to its own languages."""
        return text_in(text, language, self.languages)

    @property
    def zone(self) -> ZoneInfo:
        """The tenant's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def is_trial(self) -> bool:
        """Whether nobody has claimed it yet."""
        return self.status == "trial"

    @property
    def is_expired(self) -> bool:
        """Whether its trial has ended unclaimed: public pages are closed, nothing is deleted yet."""
        return self.is_trial and self.trial_ends_at is not None and self.trial_ends_at <= now()

    @property
    def trial_left(self) -> timedelta:
        """How long its trial still runs; zero once it has ended or was never one."""
        if not self.is_trial or self.trial_ends_at is None:
            return timedelta()
        return max(self.trial_ends_at - now(), timedelta())

    @property
    def is_suspended(self) -> bool:
        """Whether the operator has closed it."""
        return self.status == "suspended"

    @property
    def is_closed(self) -> bool:
        """Whether its public side answers with nothing but a page that says why."""
        return self.is_suspended or self.is_expired
