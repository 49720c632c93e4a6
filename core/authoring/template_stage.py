"""The community that a template's preview shows: in a throw-away installation, made anew at every change."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from sqlalchemy import delete

from core import create_app
from core.config import Settings
from core.database import db, writing
from core.gallery.catalog import TemplateError, read_template
from core.gallery.checks import template_faults
from core.gallery.faults import Fault
from core.gallery.operations import apply_template, share_everything
from core.schema import build_schema_if_empty
from core.tenants.models import Tenant
from core.tenants.operations import create_tenant

SLUG = "preview"
LANGUAGES = ("zh", "en")


@dataclass
class Stage:
    """A template's folder and the community made of it; `version` names the state of the files it shows."""

    folder: Path
    app: Flask
    version: str = ""
    mistakes: list[Fault] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def refresh(self) -> None:
        """Make the community anew if a file has changed; what is wrong is in `mistakes` then."""
        with self._lock:
            version = version_of(self.folder)
            if version != self.version:
                self.mistakes = self._mistakes()
                self.version = version

    def _mistakes(self) -> list[Fault]:
        with self.app.app_context():
            mistakes = [fault for fault in template_faults(self.folder) if fault.is_error]
        return mistakes or self._make()

    def _make(self) -> list[Fault]:
        with self.app.app_context(), writing():
            try:
                template = read_template(self.folder)
                db.session.execute(delete(Tenant).where(Tenant.slug == SLUG))
                tenant = create_tenant(slug=SLUG, name=template.shop_name, languages=list(LANGUAGES))
                share_everything(apply_template(tenant, template, LANGUAGES))
                db.session.commit()
            except TemplateError as error:  # a file was changed just now: the next look finds it
                return [Fault(self.folder.name, 1, str(error), "save the file again")]
        return []


def stage_of(folder: Path, home: Path, settings: Settings) -> Stage:
    """A stage for `folder` in an installation of its own, that lives in `home`."""
    own = {"home": home, "database_url": "", "jobs": "manual", "url": "", "secret_key": ""}
    app = create_app(settings.model_copy(update=own))
    with app.app_context():
        build_schema_if_empty(app)
    return Stage(folder, app)


def version_of(folder: Path) -> str:
    """A name for the state of the folder's files."""
    found = []
    for path in sorted(folder.rglob("*")):
        try:
            state = path.lstat()
        except OSError:
            continue  # it was just moved away
        found.append(f"{path.name}-{state.st_mtime_ns}-{state.st_size}")
    return f"{hash(tuple(found)) & 0xFFFFFFFFFFFF:x}"
