"""Setting up the community's keys, and handlers' own."""

import uuid
from datetime import date

from nacl.signing import SigningKey
from nacl.utils import random

from hutong import current_tenant_id, db, stretching_cost
from plugins.complaint.errors import NotSetUpError, WrongPasswordError
from plugins.complaint.models import Handler, Keyring
from plugins.complaint.queries import keyring
from plugins.complaint.sealing import (
    KeyPair,
    SealError,
    close_for_application,
    open_for_application,
    place,
    unwrap_with_password,
    wrap_with_password,
)

RECEIPTS = "receipts"


def set_up_keyring(*, day: date) -> KeyPair:
    """Make the community's keys; gives the recovery pair, which is shown once and kept nowhere."""
    pair = KeyPair.new()
    seed = random(32)
    tenant_id = current_tenant_id(db.session())
    db.session.add(
        Keyring(
            recovery_public=pair.public,
            receipt_public=SigningKey(seed).verify_key.encode(),
            receipt_seed=close_for_application(seed, RECEIPTS, place(tenant_id, RECEIPTS)),
            code_salt=random(16),
            code_cost=stretching_cost(),
            set_up_on=day,
        )
    )
    db.session.flush()
    return pair


def keyring_or_refuse() -> Keyring:
    """The community's keys. Raises `NotSetUpError`."""
    found = keyring()
    if found is None:
        raise NotSetUpError
    return found


def receipt_seed(keys: Keyring) -> bytes:
    """The seed that signs receipts. Raises `SealError` where the application's secret was lost."""
    return open_for_application(keys.receipt_seed, RECEIPTS, place(keys.tenant_id, RECEIPTS))


def add_handler(*, person_id: uuid.UUID, password: str) -> Handler:
    """Make a person a handler, with keys of their own under their box password."""
    pair, salt, cost = KeyPair.new(), random(16), stretching_cost()
    handler = Handler(
        id=uuid.uuid4(), person_id=person_id, public_key=pair.public, salt=salt, cost=cost, wrapped_secret=b""
    )
    handler.wrapped_secret = wrap_with_password(
        password, pair.secret, salt=salt, cost=cost, where=_place_of(handler.id)
    )
    db.session.add(handler)
    db.session.flush()
    return handler


def unlock_handler(handler: Handler, password: str) -> KeyPair:
    """A handler's keys. Raises `WrongPasswordError`."""
    try:
        secret = unwrap_with_password(
            password,
            handler.wrapped_secret,
            salt=handler.salt,
            cost=handler.cost,
            where=_place_of(handler.id),
        )
    except SealError as error:
        raise WrongPasswordError from error
    return KeyPair.of(secret)


def change_password(*, handler: Handler, pair: KeyPair, password: str) -> None:
    """Wrap a handler's keys anew; the cases do not notice."""
    handler.salt, handler.cost = random(16), stretching_cost()
    handler.wrapped_secret = wrap_with_password(
        password, pair.secret, salt=handler.salt, cost=handler.cost, where=_place_of(handler.id)
    )


def _place_of(handler_id: uuid.UUID) -> bytes:
    return place(current_tenant_id(db.session()), handler_id, "secret")
