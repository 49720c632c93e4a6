"""Writing pauses down, and ending them.

A plugin fails in readers' requests, which write nothing: a pause is written a moment later, from a thread
of its own.
"""

import threading
import uuid
from collections.abc import Sequence

from flask import Flask
from sqlalchemy import select

from core.database import db, writing
from core.plugin_faults import Pause
from core.plugin_manager import plugins
from core.tenants.models import Tenant
from core.tenants.operations import touch_tenant
from core.tenants.pauses import kept_form, pauses_of

WRITE_SECONDS = 0.2
RETRY_SECONDS = 10.0


class PauseKeeper:
    """Makes the pauses last that this process's plugins ran into."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._book = app.extensions["hutong.plugins"].book
        self._book.on_pause = lambda _pause: self._write_in(WRITE_SECONDS)

    def flush(self) -> None:
        """Write what is in force in memory alone. A tenant that is gone, or was only tried out, has none."""
        with self._lock:
            self._timer = None
        try:
            for pause in self._book.unwritten():
                with self._app.app_context(), writing():
                    pause_plugin(pause)
                    db.session.commit()
                self._book.forget(pause.tenant_id, pause.plugin)
        except Exception:
            self._app.logger.warning("a pause could not be written; it is tried again", exc_info=True)
            self._write_in(RETRY_SECONDS)

    def _write_in(self, seconds: float) -> None:
        with self._lock:
            if self._timer is None and not self._app.testing:
                self._timer = threading.Timer(seconds, self.flush)
                self._timer.daemon = True
                self._timer.start()


def pause_plugin(pause: Pause) -> None:
    """From now on every process leaves the plugin out of this tenant's pages, which are made anew."""
    tenant = _held(pause.tenant_id)
    if tenant is not None and pause.plugin in tenant.plugins:
        tenant.paused = {**tenant.paused, pause.plugin: kept_form(pause)}
        touch_tenant(tenant_id=tenant.id)


def end_pause(*, tenant_id: uuid.UUID, plugin: str) -> None:
    """The plugin is tried again; this tenant's pages are made anew. Safe to repeat."""
    plugins().book.forget(tenant_id, plugin)
    tenant = _held(tenant_id)
    if tenant is not None and plugin in tenant.paused:
        tenant.paused = {name: kept for name, kept in tenant.paused.items() if name != plugin}
        touch_tenant(tenant_id=tenant.id)


def all_pauses() -> Sequence[tuple[str, Pause]]:
    """Every pause in force on this installation, with the slug of its tenant."""
    rows = db.session.scalars(select(Tenant).where(Tenant.paused != {}).order_by(Tenant.slug))
    return [(tenant.slug, pause) for tenant in rows for _, pause in sorted(pauses_of(tenant).items())]


def _held(tenant_id: uuid.UUID) -> Tenant | None:
    """The row, read anew; nobody else changes it until the commit."""
    rows = select(Tenant).where(Tenant.id == tenant_id).with_for_update()
    return db.session.scalar(rows.execution_options(populate_existing=True))
