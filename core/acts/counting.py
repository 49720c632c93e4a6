"""Counting what readers do without writing while they read.

Scans and visits come by GET, and a GET writes nothing: they are counted in memory and written to the
ledger in batches, one act with `times`. What a crash takes is at most `FLUSH_SECONDS` of them; starts
and completions are written in their own transactions.

What leads to an anonymous route is counted by the day: one line for each link and day, without a finer time.
"""

import threading
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from flask import Flask, current_app, g, request
from sqlalchemy.exc import IntegrityError

from core.acts.models import Stage
from core.acts.operations import add_to_day, record_act
from core.database import db, now, writing
from core.tenancy import bind_tenant

FLUSH_SECONDS = 2.0
PREFETCH_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
PREVIEW_AGENTS = (
    "bot",
    "crawl",
    "spider",
    "preview",
    "facebookexternalhit",
    "whatsapp",
    "telegram",
    "slack",
    "wxwork_preview",
    "mpcrawler",
    "embedly",
    "skypeuri",
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """What is counted, apart from how often."""

    tenant_id: uuid.UUID
    stage: Stage
    verb: str
    plugin: str
    object_kind: str
    object_id: uuid.UUID
    share_link_id: uuid.UUID | None
    day: datetime | None = None
    """The beginning of the day in the tenant's calendar, where nothing finer may be kept."""


class SightingCounter:
    """Counts in memory and writes each tenant's sightings in a transaction of its own."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._counts: Counter[Sighting] = Counter()
        self._timer: threading.Timer | None = None

    def add(self, sighting: Sighting) -> None:
        """Count one; it is written within `FLUSH_SECONDS`."""
        with self._lock:
            self._counts[sighting] += 1
            if self._timer is None and not self._app.testing:
                self._timer = threading.Timer(FLUSH_SECONDS, self.flush)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Write what has been counted. A tenant that has gone meanwhile is passed over."""
        with self._lock:
            counts, self._counts, self._timer = self._counts, Counter(), None
        by_tenant: dict[uuid.UUID, list[tuple[Sighting, int]]] = {}
        for sighting, times in counts.items():
            by_tenant.setdefault(sighting.tenant_id, []).append((sighting, times))
        for tenant_id, rows in by_tenant.items():
            self._write(tenant_id, rows)

    def _write(self, tenant_id: uuid.UUID, rows: list[tuple[Sighting, int]]) -> None:
        try:
            with self._app.app_context(), writing():
                bind_tenant(db.session(), tenant_id)
                for sighting, times in rows:
                    _write_line(sighting, times)
                db.session.commit()
        except IntegrityError:
            self._app.logger.info("%d sightings of a community that is gone", len(rows))
        except Exception:
            self._app.logger.warning("%d sightings were lost", sum(times for _, times in rows), exc_info=True)


def _write_line(sighting: Sighting, times: int) -> None:
    line: dict[str, Any] = {
        "stage": sighting.stage,
        "verb": sighting.verb,
        "plugin": sighting.plugin,
        "object_kind": sighting.object_kind,
        "object_id": sighting.object_id,
        "share_link_id": sighting.share_link_id,
        "times": times,
    }
    if sighting.day is None:
        record_act(**line)
    else:
        add_to_day(day=sighting.day, **line)


def is_human_navigation() -> bool:
    """Whether this request is somebody opening a page: no HEAD, no prefetch, no link-preview robot."""
    if request.method != "GET":
        return False
    if any("pre" in request.headers.get(name, "").lower() for name in PREFETCH_HEADERS):
        return False
    agent = request.headers.get("User-Agent", "").lower()
    return not any(word in agent for word in PREVIEW_AGENTS)


def count_sighting(
    *,
    verb: str,
    plugin: str,
    object_kind: str,
    object_id: uuid.UUID,
    share_link_id: uuid.UUID | None = None,
    stage: Stage = "seen",
    day_only: bool = False,
) -> None:
    """Count that a human opened something of the current tenant; with `day_only` nothing finer is kept."""
    if g.get("is_preview") or not is_human_navigation():
        return
    counter: SightingCounter = current_app.extensions["hutong.sightings"]
    day = _beginning_of_today() if day_only else None
    counter.add(Sighting(g.tenant.id, stage, verb, plugin, object_kind, object_id, share_link_id, day))


def _beginning_of_today() -> datetime:
    return datetime.combine(now().astimezone(g.tenant.zone).date(), time(), g.tenant.zone)
