"""The postcards' table of contents."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask import Blueprint
from markupsafe import Markup
from sqlalchemy import select

from hutong import (
    Manifest,
    MenuEntry,
    PageBlock,
    PublicBlueprint,
    ShareTarget,
    TenantInfo,
    db,
    hookimpl,
    policy,
    public_url,
)
from hutong_postcard.models import Card, Stamp

blueprint = PublicBlueprint("postcard", __name__)


@blueprint.get("/<key>")
@policy("anyone")
def card(key: str) -> str:
    return _card(key).greeting


@hookimpl
def manifest() -> Manifest:
    return Manifest(
        name="postcard",
        title={"zh": "明信片", "en": "Postcards"},
        summary={"zh": "客人带走一张店里的明信片。", "en": "Customers take a picture of the shop along."},
        icon="mail",
        api="1.0",
        holds={"postcard_card": {"zh": "明信片", "en": "Postcards"}},
    )


@hookimpl
def blueprints() -> Sequence[Blueprint]:
    return [blueprint]


@hookimpl
def menu(tenant: TenantInfo, language: str) -> Iterable[MenuEntry]:
    yield MenuEntry("Postcards of the shop", public_url(tenant, "postcard.card", key="summer"))


@hookimpl
def share_targets(tenant: TenantInfo, object_id: uuid.UUID | None = None) -> Iterable[ShareTarget]:
    for row in db.session.scalars(select(Card)):
        yield ShareTarget(
            "postcard", "card", row.id, row.greeting, public_url(tenant, "postcard.card", key=row.key)
        )


@hookimpl
def page_blocks(tenant: TenantInfo) -> Iterable[PageBlock]:
    yield PageBlock(
        kind="postcard.card",
        title={"zh": "一张明信片", "en": "A postcard"},
        icon="mail",
        field="card",
        choices=lambda _language: [(row.key, row.greeting) for row in db.session.scalars(select(Card))],
        render=lambda key, _language, _button: Markup("<p>{}</p>").format(_card(key).greeting),
    )


@hookimpl
def jobs() -> Mapping[str, Callable[[Mapping[str, Any]], None]]:
    return {"stamp": stamp}


def stamp(payload: Mapping[str, Any]) -> None:
    """Put a stamp on a card, once."""
    stamp_id = uuid.UUID(payload["id"])
    if db.session.scalar(select(Stamp).where(Stamp.id == stamp_id)) is None:
        db.session.add(Stamp(id=stamp_id, card_id=_card(payload["card"]).id, value=80))


def _card(key: str) -> Card:
    return db.session.scalars(select(Card).where(Card.key == key)).one()
