"""A hundred thousand people in one tenant, and how long the customer pool takes with them, on both databases.

``python -m tests.pool.crowd [sqlite|postgresql]`` prints milliseconds (medians of five). No test measures
time: a test that does so fails on a busy machine and says nothing about the code (`test_plans.py` asks for
the plans instead).
"""

import random
import sys
import tempfile
import uuid
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from uuid6 import uuid7

from core import Settings, create_app
from core.acts.models import Act
from core.database import Base, db, now, writing
from core.people.models import Person, derived
from core.pool.finding import count_people, page_of, people_matching
from core.pool.models import Tag, Tagging
from core.pool.rules import Did, Rules
from core.sharing.models import ShareLink
from core.sharing.operations import create_link
from core.tenancy import current_tenant_id
from core.tenants.models import Plan
from core.tenants.operations import create_tenant
from core.testing.databases import KINDS, databases_of

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余"
GIVEN = "明芳娜静敏丽强磊军洋勇艳杰娟涛超秀霞平刚桂英华玉兰红建国志伟小雨晨阳子涵梓轩一诺欣怡"
VERBS = (
    ("intent", "join", ""),
    ("intent", "start", "survey"),
    ("order", "visit", "club"),
    ("service", "pick_up", "club"),
)
CHUNK = 5000


def add_crowd(people: int, seed: int = 4) -> None:
    """Fill the tenant in scope: `people` contacts with about four acts each, ten tags, three links."""
    dice = random.Random(seed)
    tenant_id = current_tenant_id(db.session())
    links = [
        create_link(plugin="survey", object_kind="survey", object_id=uuid.uuid4(), channel=f"海报 {n}")
        for n in range(3)
    ]
    tags = [Tag(id=uuid7(), name=f"标签 {n}", colour="pine") for n in range(10)]
    db.session.add_all(tags)
    db.session.flush()
    link_ids: list[uuid.UUID | None] = [link.id for link in links]
    for start in range(0, people, CHUNK):
        count = min(CHUNK, people - start)
        persons = [_person(dice, tenant_id, start + n, [*link_ids, None]) for n in range(count)]
        db.session.execute(insert(Person), persons)
        db.session.execute(insert(Act), [act for person in persons for act in _acts(dice, tenant_id, person)])
        db.session.execute(
            insert(Tagging), [row for person in persons for row in _taggings(dice, tenant_id, person, tags)]
        )
    db.session.commit()


def _person(dice, tenant_id, number, links):
    name = dice.choice(SURNAMES) + "".join(dice.choices(GIVEN, k=dice.choice((1, 2, 2))))
    phone, email = f"1{dice.randrange(3 * 10**9, 10**10):010d}", f"p{number}@example.com"
    return {
        "tenant_id": tenant_id,
        "id": uuid7(),
        "name": name,
        "phone": phone,
        "email": email,
        "number": "",
        "role": dice.choice(("contact", "contact", "contact", "member")),
        "share_link_id": dice.choice(links),
        "joined_at": now() - timedelta(seconds=dice.randrange(700 * 86400)),
        **derived(name=name, email=email, phone=phone, number=""),
    }


def _acts(dice, tenant_id, person):
    reached = dice.choice((1, 2, 2, 3, 4, 4))
    return [
        {
            "tenant_id": tenant_id,
            "id": uuid7(),
            "at": person["joined_at"] + (now() - person["joined_at"]) * (dice.random() if turn else 0),
            "stage": stage,
            "verb": verb,
            "plugin": plugin,
            "person_id": person["id"],
            "share_link_id": person["share_link_id"],
        }
        for turn, (stage, verb, plugin) in enumerate(
            (VERBS[:reached] + VERBS[2:])[: reached + dice.choice((0, 2))]
        )
    ]


def _taggings(dice, tenant_id, person, tags):
    return [
        {"tenant_id": tenant_id, "id": uuid7(), "tag_id": tag.id, "person_id": person["id"], "step": tag.id}
        for tag in dice.sample(tags, dice.choice((0, 1, 1, 2)))
    ]


def rules_to_measure():
    """Rules of every sort, by what they are called."""
    tag, other = db.session.scalars(select(Tag.id).limit(2))
    link = db.session.scalars(select(ShareLink.id)).first()
    visit = Did(plugin="club", verb="visit", days=30)
    return {
        "everybody": Rules(),
        "小明": Rules(q="小明"),
        "wangxiaoming": Rules(q="wangxiaoming"),
        "part of a phone": Rules(q="0013"),
        "nobody": Rules(q="zzzz"),
        "role and tag": Rules(role=("member",), tag=(tag,)),
        "without a tag": Rules(not_tag=(tag,)),
        "came by a link": Rules(via=(link,)),
        "new within 30 days": Rules(joined_days=30),
        "seen within 60 days": Rules(active_days=60),
        "not seen for 60 days": Rules(silent_days=60),
        "not seen for 500 days": Rules(silent_days=500),
        "ordered": Rules(stage="order"),
        "ordered, not yet served": Rules(stage="order", not_stage="service"),
        "came back": Rules(stage="repeat"),
        "visited within 30 days": Rules(did=(visit,)),
        "segment of five rules": Rules(
            role=("contact",), tag=(tag, other), silent_days=30, stage="order", did_not=(visit,)
        ),
    }


def in_milliseconds(work):
    """The median of five."""
    taken = []
    for _turn in range(5):
        db.session.expunge_all()
        begun = perf_counter()
        work()
        taken.append((perf_counter() - begun) * 1000)
    return median(taken)


def measure(kind, people=100_000):
    """Make the crowd on a database of its own and print what each set of rules takes."""
    folder = Path(tempfile.mkdtemp(prefix="hutong-crowd-"))
    databases = databases_of(kind)
    url = databases.create(folder)
    app = create_app(Settings(home=folder, database_url=url, secret_key="x" * 40, jobs="manual"))
    with app.app_context(), writing():
        Base.metadata.create_all(db.engine)
        db.session.add(Plan(name="free", title={}, description={}, seats=50, is_default=True))
        db.session.flush()
        create_tenant(slug="crowd", name={"en": "Crowd"}, languages=["en"])
        add_crowd(people)
        if kind == "postgresql":  # as its autovacuum does; nobody does so for SQLite
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")
        print(f"{kind}: {people} people; milliseconds for how many, first page, by name, page after")
        for name, rules in rules_to_measure().items():
            ids = people_matching(rules, ZoneInfo("Asia/Shanghai"))
            many = count_people(ids)
            mark = page_of(ids, "name", count=many).after
            taken = [
                in_milliseconds(lambda ids=ids: count_people(ids)),
                in_milliseconds(lambda ids=ids, many=many: page_of(ids, "new", count=many)),
                in_milliseconds(lambda ids=ids, many=many: page_of(ids, "name", count=many)),
                in_milliseconds(
                    lambda ids=ids, many=many, mark=mark: page_of(ids, "name", count=many, after=mark)
                ),
            ]
            print(f"{name:26}", *(f"{one:7.0f}" for one in taken), f" {many} people", flush=True)
        db.session.remove()
        db.engine.dispose()
    databases.drop(url)


if __name__ == "__main__":
    for each in sys.argv[1:] or KINDS:
        measure(each)
