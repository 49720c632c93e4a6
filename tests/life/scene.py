"""What is done and seen inside an installation, each time in a process of its own: ``python scene.py open``.

It speaks JSON. The tool is never imported: it may not be there.
"""

import hashlib
import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import time_machine
from flask import Flask
from sqlalchemy import insert, inspect, select, text

from core import Settings, create_app
from core.backup.reading import restore_backup
from core.backup.upgrading import upgrade_with_backup
from core.backup.writing import write_backup
from core.column_kinds import typed_table
from core.commands.doctor import examine
from core.database import db, now, writing
from core.jobs.operations import enqueue
from core.jobs.runner import run_due_jobs
from core.jobs.schedule import schedule_due_jobs
from core.sharing.models import ShareLink
from core.sharing.operations import create_link
from core.tenants.models import Tenant
from core.tenants.operations import create_tenant
from core.testing.application import TenantUnderTest
from core.tools.absence import remember_tools

CARD, STAMP = UUID(int=5), UUID(int=6)
KEPT = {
    "postcard_card": ("tenant_id", "id", "key", "greeting", "printed_at"),
    "postcard_stamp": ("tenant_id", "id", "card_id", "value"),
}


def start(home: Path) -> Flask:
    """Without the house's own tools, which would only take time."""
    settings = Settings(home=home, jobs="manual", argon2_time_cost=1, argon2_memory_kib=1024)
    app = create_app(settings, plugin_packages=[])
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def open_shop(app: Flask) -> None:
    """A community with a card, a printed code that leads to it, and a stamp that is still to come."""
    with app.app_context(), writing():
        tenant = create_tenant(slug="corner", name={"en": "Corner"}, languages=["en", "zh"])
        tenant.plugins = ["postcard"]
        db.session.commit()
        shop = TenantUnderTest(app, tenant.id, "corner")
    info = shop.info()
    with shop.scope():
        values = {"key": "summer", "greeting": "Greetings 从胡同", "printed_at": now()}
        kinds = {"tenant_id": "uuid", "id": "uuid", "key": "text", "greeting": "text", "printed_at": "moment"}
        card = insert(typed_table("postcard_card", kinds)).values(tenant_id=info.id, id=CARD, **values)
        db.session.connection().execute(card)
        create_link(plugin="postcard", object_kind="card", object_id=CARD, channel="door")
        enqueue("postcard.stamp", {"id": str(STAMP), "card": "summer"})
        db.session.commit()
    remember_tools(app)


def look(app: Flask, *, with_console: bool = False) -> dict[str, Any]:
    """What a customer, the owner and the operator see, and what lies in the database."""
    with app.app_context(), db.engine.connect() as connection:
        tenant = connection.execute(select(Tenant.id)).scalar_one()
        code = connection.execute(select(ShareLink.code)).scalar_one()
    shop, visitor = TenantUnderTest(app, tenant, "corner"), app.test_client()
    scanned = visitor.get(f"/corner/s/{code}?lang=en")
    home = visitor.get("/corner/?lang=en")
    seen = {
        "code": (scanned.status_code, "Paused for now" in scanned.text),
        "home": home.status_code,
        "menu": "Postcards of the shop" in home.text,
        "page": visitor.get("/corner/postcard/summer").status_code,
        "rows": rows(app),
    }
    return seen | {"console": console(shop)} if with_console else seen


def console(shop: TenantUnderTest) -> dict[str, Any]:
    """The owner's pages: their states, and whether they speak of a tool that is not available."""
    paths = ["/", "/more", "/share/", "/settings/tools/", "/people/", "/loop/"]
    answers = {path: shop.owner.get(shop.console(f"{path}?lang=en")) for path in paths}
    return {
        "states": sorted({answer.status_code for answer in answers.values()}),
        "today": "“Postcards” isn’t available" in answers["/"].text,
        "tools": "Not available at the moment" in answers["/settings/tools/"].text,
    }


def rows(app: Flask) -> dict[str, str]:
    """A hash of the rows of each table, over the columns it had in the beginning."""
    with app.app_context(), db.engine.connect() as connection:
        there = inspect(connection).get_table_names()
        found = {
            table: connection.execute(text(f"SELECT {', '.join(columns)} FROM {table} ORDER BY id")).all()
            for table, columns in KEPT.items()
            if table in there
        }
    return {table: hashlib.sha256(repr(lines).encode()).hexdigest()[:12] for table, lines in found.items()}


def work(app: Flask) -> None:
    """What the runners do in three days."""
    for day in range(3):
        with time_machine.travel(now() + timedelta(days=day)):
            schedule_due_jobs(app)
            run_due_jobs(app)


def main(step: str, base: Path) -> Any:
    app = start(base / "home")
    moved, _ = upgrade_with_backup(app)
    if step == "open":
        open_shop(app)
    if step == "away":
        work(app)
        write_backup(app, base / "backup.tar.gz")
        other = start(base / "moved")
        restore_backup(other, base / "backup.tar.gz")
        with app.app_context():
            doctor = [finding.detail for finding in examine(app) if finding.name == "tools"]
        return look(app, with_console=True) | {"moved": rows(other), "doctor": doctor}
    if step == "back":
        other = start(base / "moved")
        upgrade_with_backup(other)
        work(app)
        work(other)
        return look(app) | {"upgraded": moved, "moved": rows(other)}
    return look(app) | {"upgraded": moved}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], Path(sys.argv[2]))) + "\n")
