"""A hundred thousand people in one tenant, and how long the customer pool takes with them, on both databases.

``python -m tests.pool.crowd`` prints milliseconds (medians of five). No test measures time: a test that does
so fails on a busy machine and says nothing about the code (`test_plans.py` asks for the plans instead).
"""

import random
import uuid
from datetime import timedelta

from sqlalchemy import insert
from uuid6 import uuid7

from core.acts.models import Act
from core.database import db, now
from core.people.models import Person
from core.people.search_text import search_text_of
from core.pool.models import Tag, Tagging
from core.sharing.operations import create_link
from core.tenancy import current_tenant_id

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
        "search_text": search_text_of(name=name, email=email, phone=phone, number=""),
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
