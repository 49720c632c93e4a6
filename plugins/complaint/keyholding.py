"""Setting up the community's keys, and handlers' own."""

import uuid
from datetime import date

from nacl.signing import SigningKey
from nacl.utils import random
from sqlalchemy.exc import IntegrityError

from hutong import current_tenant_id, db, insert_with_conflicts
from hutong.secrets import stretching_cost
from plugins.complaint.errors import AlreadySetUpError, NotSetUpError, WrongPasswordError
from plugins.complaint.models import Handler, Keyring
from plugins.complaint.queries import handler_row_of, keyring
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


def set_up_keyring(*, day: date, recovery_public: bytes) -> None:
    """Make the community's keys. The other half of `recovery_public` is on paper and nowhere else.

    Raises `AlreadySetUpError` where somebody else has just done so.
    """
    keys = Keyring(
        recovery_public=recovery_public,
        code_salt=random(16),
        code_cost=stretching_cost(),
        set_up_on=day,
    )
    _draw_receipt_key(keys)
    try:
        with db.session.begin_nested():
            db.session.add(keys)
    except IntegrityError as error:
        raise AlreadySetUpError from error


def _draw_receipt_key(keys: Keyring) -> bytes:
    seed = random(32)
    keys.receipt_public = SigningKey(seed).verify_key.encode()
    where = place(current_tenant_id(db.session()), RECEIPTS)
    keys.receipt_seed = close_for_application(seed, RECEIPTS, where)
    return seed


def keyring_or_refuse() -> Keyring:
    """The community's keys. Raises `NotSetUpError`."""
    found = keyring()
    if found is None:
        raise NotSetUpError
    return found


def receipt_seed(keys: Keyring) -> bytes:
    """The seed that signs receipts.

    Where the application's secret was lost it is drawn anew: letters must be taken all the same. Older
    receipts are then checked with the public key that was saved with them.
    """
    try:
        return open_for_application(keys.receipt_seed, RECEIPTS, place(keys.tenant_id, RECEIPTS))
    except SealError:
        return _draw_receipt_key(keys)


def add_handler(*, person_id: uuid.UUID, password: str) -> Handler:
    """Make a person a handler, with keys of their own under their box password."""
    handler = ask_handler(person_id=person_id)
    give_keys(handler=handler, password=password)
    db.session.flush()
    return handler


def ask_handler(*, person_id: uuid.UUID) -> Handler:
    """Ask a person to become a handler: they get keys when they choose a box password themselves."""
    handler = handler_row_of(person_id, lock=True) or _new_row(person_id)
    if not handler.is_active:
        handler.public_key = b""
    db.session.flush()
    return handler


def _new_row(person_id: uuid.UUID) -> Handler:
    """A row without keys, or the one that the same form, sent twice, made in the same moment."""
    values = {"tenant_id": current_tenant_id(db.session()), "id": uuid.uuid4(), "person_id": person_id}
    no_keys = {"public_key": b"", "wrapped_secret": b"", "salt": b"", "cost": "", "is_active": False}
    statement = insert_with_conflicts(Handler).values(**values, **no_keys)
    db.session.execute(statement.on_conflict_do_nothing())
    row = handler_row_of(person_id, lock=True)
    assert row is not None
    return row


def give_keys(*, handler: Handler, password: str) -> KeyPair:
    """New keys under a new box password; what was sealed to the old ones no longer opens."""
    pair = KeyPair.new()
    handler.public_key, handler.is_active = pair.public, True
    change_password(handler=handler, pair=pair, password=password)
    return pair


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
