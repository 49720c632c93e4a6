"""A hundred thousand people and half a million acts in one tenant, and how long the loop takes with them.

``python -m tests.loop.speed [PEOPLE]`` prints milliseconds (the best and the median of five) on both
databases. No test measures time: a test that does so fails on a busy machine and says nothing about the code.
"""

import random
import sys
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from uuid6 import uuid7

from core import Settings, create_app
from core.acts.models import Act
from core.database import Base, db, writing
from core.loop.queries import measure_loop
from core.loop.scopes import Scope
from core.tenancy import bind_tenant
from core.tenants.models import Plan
from core.tenants.operations import create_tenant
from core.testing.databases import databases_of

LINKS, ACTS_EACH = 40, 5
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def journey(dice, person, link):
    """What one person did: joined, perhaps came several times, perhaps told a friend."""
    at = BEGAN + timedelta(seconds=dice.random() * 320 * 86400)
    yield "intent", at, link
    if dice.random() < 0.3:
        yield "seen", at - timedelta(hours=dice.random() * 40), None
    orders = 0
    while dice.random() < 0.62 and orders < 8:
        at, orders = at + timedelta(days=dice.random() * 20), orders + 1
        yield "order", at, None
        if dice.random() < 0.3:
            yield "service", at + timedelta(hours=1), None
    if orders and dice.random() < 0.15:
        yield "spread", at + timedelta(days=1), None


def add_acts(tenant_id, people, seed=4):
    """Five acts for each of the people, what is left after the journeys by strangers; gives a link."""
    dice = random.Random(seed)
    links = [uuid7() for _number in range(LINKS)]
    rows = []
    for _number in range(people):
        person = uuid.UUID(int=dice.getrandbits(128))
        for stage, at, link in journey(dice, person, dice.choice(links) if dice.random() < 0.6 else None):
            rows.append({"person_id": person, "stage": stage, "at": at, "share_link_id": link, "times": 1})
    while len(rows) < people * ACTS_EACH:
        at = BEGAN + timedelta(seconds=dice.random() * 320 * 86400)
        rows.append(
            {"person_id": None, "stage": "seen", "at": at, "share_link_id": dice.choice(links), "times": 3}
        )
    for start in range(0, len(rows), 5000):
        chunk = [
            {"tenant_id": tenant_id, "id": uuid7(), "verb": "x", **row} for row in rows[start : start + 5000]
        ]
        db.session.execute(insert(Act), chunk)
    db.session.commit()
    return links[0]


def measured(app, tenant_id, scope, zone):
    """Milliseconds of five times: the best, the median, and the processor's in this process."""
    spent, busy = [], []
    for _turn in range(5):
        with app.app_context():
            bind_tenant(db.session(), tenant_id)
            began, worked = time.perf_counter(), time.process_time()
            measure_loop(scope, ZoneInfo(zone))
            spent.append(1000 * (time.perf_counter() - began))
            busy.append(1000 * (time.process_time() - worked))
    return f"best {min(spent):.0f}, median {median(spent):.0f}, processor {min(busy):.0f}"


def main(people):
    for kind in ("sqlite", "postgresql"):
        databases = databases_of(kind)
        with TemporaryDirectory(prefix="hutong-loop-") as folder:
            url = databases.create(Path(folder))
            app = create_app(
                Settings(
                    home=Path(folder), database_url=url, secret_key="for figures only" * 3, jobs="manual"
                )
            )
            with app.app_context(), writing():
                Base.metadata.create_all(db.engine)
                db.session.add(Plan(name="free", title={}, description={}, seats=50, is_default=True))
                tenant_id = create_tenant(slug="crowd", name={"en": "Crowd"}, languages=["en"]).id
                bind_tenant(db.session(), tenant_id)
                link = add_acts(tenant_id, people)
            for zone in ("Asia/Shanghai", "Europe/Berlin"):
                for scope in (Scope(), Scope(kind="link", id=link)):
                    print(kind, zone, scope.kind, measured(app, tenant_id, scope, zone), flush=True)  # noqa: T201
            with app.app_context():
                db.engine.dispose()
            databases.drop(url)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 100_000)
