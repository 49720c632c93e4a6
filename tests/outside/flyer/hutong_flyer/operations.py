"""What can be done with flyers."""

import uuid

from sqlalchemy import delete

from hutong import (
    create_link,
    current_tenant_id,
    db,
    digest_of,
    gettext as _,
    links_of,
    new_code,
    now,
    record_act,
    touch_tenant,
)
from hutong_flyer.content import FlyerContent, parse_content
from hutong_flyer.models import Flyer, FlyerVersion
from hutong_flyer.queries import version


class NothingToSayError(ValueError):
    """A flyer without a headline cannot be published."""


def content_mark(content: FlyerContent | None) -> str:
    """A mark of what a draft says, carried by its form: two editors notice each other."""
    return "" if content is None else digest_of(content.stored())


def create_flyer(*, content: FlyerContent, key: str = "") -> Flyer:
    """A new flyer that nobody sees yet."""
    code = new_code()
    flyer = Flyer(code=code, key=key or code, draft=content.stored())
    db.session.add(flyer)
    db.session.flush()
    return flyer


def change_flyer(*, flyer: Flyer, content: FlyerContent) -> None:
    """Make `content` the draft; customers go on seeing what was published."""
    flyer.draft = content.stored()
    flyer.changed_at = now()


def publish_flyer(*, flyer: Flyer, by: uuid.UUID | None = None) -> FlyerVersion:
    """Freeze the draft as what customers see, with codes to hang up. Raises `NothingToSayError`."""
    content = parse_content(flyer.draft)
    if not any(content.headline.values()):
        raise NothingToSayError
    flyer.versions += 1
    flyer.published = flyer.versions
    frozen = FlyerVersion(flyer_id=flyer.id, number=flyer.versions, content=content.stored())
    db.session.add(frozen)
    db.session.flush()
    _make_codes(flyer, by)
    record_act(
        stage="service", verb="publish", plugin="flyer", object_kind="flyer", object_id=flyer.id, person_id=by
    )
    touch_tenant(tenant_id=flyer.tenant_id)
    return frozen


def _make_codes(flyer: Flyer, by: uuid.UUID | None) -> None:
    """A code for each place where flyers usually are, so that the owner sees which one works."""
    if not links_of(flyer.id):
        for channel in (_("The door"), _("Tables"), _("The till receipt")):
            create_link(
                plugin="flyer", object_kind="flyer", object_id=flyer.id, channel=channel, created_by=by
            )


def withdraw_flyer(*, flyer: Flyer) -> None:
    """Customers see it no longer; its codes say so."""
    flyer.published = None
    touch_tenant(tenant_id=flyer.tenant_id)


def put_up_again(*, flyer: Flyer) -> None:
    """Undo `withdraw_flyer`: the newest version is up again."""
    flyer.published = flyer.versions or None
    touch_tenant(tenant_id=flyer.tenant_id)


def bring_back_version(*, flyer: Flyer, number: int) -> None:
    """Make an earlier version the draft. Raises `LookupError` where there is none of that number."""
    earlier = version(flyer.id, number)
    if earlier is None:
        raise LookupError(number)
    change_flyer(flyer=flyer, content=parse_content(earlier.content))


def bin_flyer(*, flyer: Flyer) -> None:
    """Put a flyer into the bin."""
    flyer.deleted_at = now()
    touch_tenant(tenant_id=flyer.tenant_id)


def restore_flyer(*, flyer: Flyer) -> None:
    """Take a flyer out of the bin, as it was."""
    flyer.deleted_at = None
    touch_tenant(tenant_id=flyer.tenant_id)


def erase_flyer(*, flyer: Flyer) -> None:
    """Delete a flyer of the bin for good, with all its versions. What was counted stays in the ledger."""
    db.session.execute(delete(Flyer).where(Flyer.id == flyer.id, Flyer.deleted_at.is_not(None)))
    touch_tenant(tenant_id=current_tenant_id(db.session()))
