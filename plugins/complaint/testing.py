"""Factories for tests and for the contracts over all routes."""

import io
import secrets
import uuid
from datetime import date
from typing import Any

from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from hutong import TenantInfo, db, tenant_in_scope
from hutong.people import Person
from plugins.complaint.attachments import attach, attachments_of, read_uploads
from plugins.complaint.codes import new_code
from plugins.complaint.deadlines import Terms
from plugins.complaint.events import log_event
from plugins.complaint.improving import save_change
from plugins.complaint.keyholding import add_handler, set_up_keyring
from plugins.complaint.letters import Identity, Letter
from plugins.complaint.models import Box, Case, Handler, Topic
from plugins.complaint.queries import keyring
from plugins.complaint.sealing import KeyPair
from plugins.complaint.writing import Written, write_letter

LAST_YEAR = date(2025, 12, 1)
BOX_PASSWORD = "quiet harbour lantern"  # noqa: S105  of tests

TICKET = {"id": "ticket", "kind": "short_text", "title": {"en": "Ticket", "zh": "取衣单号"}, "max_length": 20}


def make_box(**more: Any) -> Box:
    """An open box with two topics, in the tenant of the scope."""
    box = Box(
        title={"en": "Tell us what went wrong", "zh": "哪里不满意，写给我们"},
        languages=["en", "zh"],
        **more,
    )
    db.session.add(box)
    db.session.flush()
    titles = {"damage": {"en": "Damage", "zh": "弄坏了"}, "staff": {"en": "Staff", "zh": "服务态度"}}
    for position, (key, title) in enumerate(titles.items()):
        asked = [TICKET] if key == "damage" else []
        db.session.add(Topic(box_id=box.id, key=key, title=title, position=position, questions=asked))
    db.session.flush()
    return box


def topic_of(box: Box, key: str = "damage") -> Topic:
    """One of a box's topics."""
    return db.session.scalars(select(Topic).where(Topic.box_id == box.id, Topic.key == key)).one()


def make_colleague(name: str = "Wang", role: str = "owner") -> Person:
    """Somebody who works in the console of the tenant in scope."""
    person = Person(name=name, email=f"{secrets.token_hex(6)}@example.com", role=role)
    db.session.add(person)
    db.session.flush()
    return person


def set_up(person_id: uuid.UUID | None = None) -> tuple[Handler, KeyPair]:
    """The community's keys and a first handler; gives the recovery pair as well."""
    recovery = KeyPair.new()
    set_up_keyring(day=date(2026, 11, 22), recovery_public=recovery.public)
    person_id = person_id or make_colleague().id
    return add_handler(person_id=person_id, password=BOX_PASSWORD), recovery


def make_case(
    tenant: TenantInfo,
    box: Box,
    text: str = "My coat came back with a hole in the left sleeve.",
    *,
    topic: str = "damage",
    identity: Identity | None = None,
    **more: Any,
) -> tuple[Written, tuple[str, ...]]:
    """A letter as a writer sends it, and its return code."""
    keys = keyring()
    assert keys is not None, "set_up() first"
    code = new_code("en", keys.code_salt)
    written = write_letter(
        tenant=tenant,
        box=box,
        topic=topic_of(box, topic),
        letter=Letter(text=text, language="en"),
        code=code,
        nonce=secrets.token_urlsafe(16),
        identity=identity,
        **more,
    )
    return written, code


def bare_case(box: Box, topic: Topic, day: date, **more: Any) -> dict[str, Any]:
    """The row of a letter for a bulk insert: deadlines as the box has them, and nothing in it to open."""
    ack_due, answer_due = Terms.of(box.terms).due(day)
    dummy = dict.fromkeys(("notes_public", "writer_key", "recovery_key", "content"), b"-")
    unique = {"id": uuid.uuid4(), "lookup": secrets.token_bytes(32), "nonce_hash": secrets.token_bytes(32)}
    row = {"box_id": box.id, "topic_id": topic.id, "received_on": day, "is_named": False}
    return row | unique | dummy | {"ack_due": ack_due, "answer_due": answer_due} | more


def _photo() -> FileStorage:
    picture = io.BytesIO()
    Image.new("RGB", (48, 32), "teal").save(picture, "PNG")
    picture.seek(0)
    return FileStorage(picture, filename="coat.png", content_type="image/png")


def letter_with_a_photo(tenant: TenantInfo, box: Box) -> tuple[uuid.UUID, uuid.UUID]:
    """A letter with a photo that was kept as it was sent; gives the ids of both."""
    written, _code = make_case(tenant, box)
    uploads = read_uploads([_photo()], keep_originals=True)
    attach(case=written.case, uploads=uploads, talk_key=written.talk_key)
    db.session.flush()
    return written.case.id, attachments_of(written.case, written.talk_key)[0].id


def one_more() -> None:
    """Another box, with a letter that nobody has opened."""
    if keyring() is None:
        set_up()
    make_case(tenant_in_scope(), make_box())


def sample_arguments() -> dict[str, Any]:
    """Values of the routes' arguments."""
    box = make_box()
    handler = set_up()[0]
    case_id, attachment_id = letter_with_a_photo(tenant_in_scope(), box)
    case = db.session.scalars(select(Case).where(Case.id == case_id)).one()
    log_event(case=case, kind="received", day=LAST_YEAR, value="anonymous")  # a year only this tenant has
    change = save_change(
        tenant=tenant_in_scope(),
        change=None,
        said={"en": "The wait is long", "zh": "等太久"},
        did={"en": "A second till from five", "zh": "五点以后多开一个柜台"},
        month=date(2026, 11, 1),
        is_published=True,
    )
    return {
        "change_id": change.id,
        "code": box.code,
        "box_id": box.id,
        "topic_id": topic_of(box).id,
        "question_id": "ticket",
        "kind": "short_text",
        "state": "paused",
        "handler_id": handler.id,
        "case_id": case_id,
        "attachment_id": attachment_id,
        "before": "nobody",
        "year": LAST_YEAR.year,
    }
