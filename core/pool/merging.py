"""Bringing together two people who turned out to be one, and taking them apart again.

The kept one gets what the other had; the other `left` and leads to them (`Person.merged_into_id`): an
address that was not chosen goes on to be known, and what stayed under the old id is handed out and erased
with the kept one. Phones and personal links of both lead to the kept one, as their owner would expect; but
not where that is somebody who works here: these rest until the merging is undone.
"""

import logging
import uuid
from collections.abc import Collection
from typing import Literal

from sqlalchemy import delete, or_, select

from core.database import db, now
from core.people.models import Person, PersonSession, PersonToken
from core.people.queries import person_by_id
from core.people.seats import give_seat_back, has_seat, take_seat
from core.plugin_manager import plugins
from core.policy import ROLES
from core.pool.models import Tagging
from core.pool.moving import move_back, move_rows
from core.pool.records import NotTheSame, PersonMerge
from core.pool.snapshots import joined_fields, quieter, restored, snapshot
from core.tenants.absence import absent_tools
from core.tenants.info import TenantInfo

Reason = Literal["same", "left", "accounts", "above", "tool", "undone", "later", "erased"]
WORKING_ROLES = frozenset({"owner", "admin", "staff"})

log = logging.getLogger("hutong.people")


class MergeRefusedError(ValueError):
    """Two people cannot be merged, or not be parted; `reason` says why."""

    def __init__(self, reason: Reason, tool: str = "") -> None:
        super().__init__(f"{reason} {tool}".strip())
        self.reason: Reason = reason
        self.tool = tool


def why_not_merge(one: Person, other: Person, *, by: Person) -> Reason | None:
    """Why `by` may not merge these two; None where they may.

    Nobody gets at somebody above them this way: whose address they cannot change, they cannot merge.
    """
    if one.id == other.id:
        return "same"
    if "left" in (one.state, other.state):
        return "left"
    if one.account_id is not None and other.account_id is not None:
        return "accounts"
    if max(ROLES.index(one.role), ROLES.index(other.role)) > ROLES.index(by.role):
        return "above"
    return None


def in_order(one: Person, other: Person) -> tuple[Person, Person]:
    """Who is kept and who goes: an account comes first, then the stronger role, then the longer time here."""

    def weight(person: Person) -> tuple[bool, int, float]:
        rank = ROLES.index(person.role)
        return person.account_id is not None, rank, -person.joined_at.timestamp()

    return (one, other) if weight(one) >= weight(other) else (other, one)


def merge_people(
    *, tenant: TenantInfo, kept: Person, gone: Person, from_gone: Collection[str], by: Person
) -> PersonMerge:
    """Make one of two people; of their fields those named in `from_gone` are the gone one's.

    All or nothing. Raises `MergeRefusedError`.
    """
    _hold(kept.id, gone.id)
    reason = why_not_merge(kept, gone, by=by)
    if reason is not None:
        raise MergeRefusedError(reason)
    with db.session.begin_nested():
        before = {"kept": snapshot(kept), "gone": snapshot(gone)}
        merge = PersonMerge(person_id=kept.id, gone_id=gone.id, merged_by=by.id)
        db.session.add(merge)
        _join(kept, gone, from_gone)
        before["made"] = snapshot(kept)
        ends = (PersonSession, PersonToken) if kept.role in WORKING_ROLES else ()
        kept_id, gone_id = kept.id, gone.id
        tags = _tags_come_along(kept_id, gone_id)
        merge.before = before
        merge.moved = {"tags": tags} | move_rows(gone_id=gone_id, kept_id=kept_id, besides=ends)
        for name in absent_tools():
            raise MergeRefusedError("tool", name)  # its rows would stay behind
        merge.tools = [name for name in plugins().names if name in tenant.plugins]
        for name in merge.tools:
            _tell(tenant, name, "people_merged", kept_id, gone_id)
    return merge


def why_not_part(merge: PersonMerge) -> Reason | None:
    """Why this merging cannot be undone; None where it can. What was merged last is parted first."""
    if merge.undone_at is not None:
        return "undone"
    if not merge.before:
        return "erased"
    later = select(PersonMerge.id).where(
        or_(PersonMerge.person_id == merge.person_id, PersonMerge.gone_id == merge.person_id),
        PersonMerge.undone_at.is_(None),
        PersonMerge.id > merge.id,
    )
    if db.session.scalar(later.limit(1)) is not None:
        return "later"
    kept = person_by_id(merge.person_id)
    return "left" if kept is None or kept.state == "left" else None


def part_people(*, tenant: TenantInfo, merge: PersonMerge) -> None:
    """Undo a merging: what was moved goes back; what was changed since stays. Raises `MergeRefusedError`."""
    _hold(merge.person_id, merge.gone_id)
    db.session.refresh(merge)
    reason = why_not_part(merge)
    if reason is not None:
        raise MergeRefusedError(reason)
    with db.session.begin_nested():
        kept_id, gone_id, moved = merge.person_id, merge.gone_id, dict(merge.moved)
        for name in reversed(merge.tools):
            _tell(tenant, name, "people_parted", kept_id, gone_id)
        for tagging_id in moved.pop("tags", []):
            _take_off(uuid.UUID(tagging_id))
        move_back(moved, gone_id=gone_id, kept_id=kept_id)
        _forget_ways_back(kept_id, since=merge.id)
        _part(_person(kept_id), _person(gone_id), merge.before)
        # Erasing either of them later must find nothing here of the other.
        merge.undone_at, merge.before, merge.moved = now(), {}, {}


def say_not_the_same(*, one: Person, other: Person, by: Person) -> None:
    """Remember that two people who look like one are two."""
    first, second = sorted((one.id, other.id))
    known = select(NotTheSame.id).where(NotTheSame.person_id == first, NotTheSame.other_id == second)
    if db.session.scalar(known) is None:
        db.session.add(NotTheSame(person_id=first, other_id=second, said_by=by.id))


def _hold(*person_ids: uuid.UUID) -> None:
    """Let nobody else merge or part these people until the transaction ends, and read them anew."""
    rows = select(Person).where(Person.id.in_(person_ids)).order_by(Person.id).with_for_update()
    db.session.execute(rows.execution_options(populate_existing=True)).all()


def _join(kept: Person, gone: Person, from_gone: Collection[str]) -> None:
    """Write what both make; a seat too many is free again."""
    seats = has_seat(kept) + has_seat(gone)
    fields = joined_fields(kept, gone, from_gone)
    fields["state"] = "waiting" if not seats and "waiting" in (kept.state, gone.state) else "seated"
    other_email = gone.email if fields["email"] == kept.email else kept.email
    kept.email = gone.email = gone.account_id = None
    gone.state, gone.left_at, gone.merged_into_id = "left", now(), kept.id
    db.session.flush()
    for name, value in fields.items():
        setattr(kept, name, value)
    gone.email = other_email
    db.session.flush()
    if seats > 1:
        give_seat_back()


def _part(kept: Person, gone: Person, before: dict[str, dict[str, object]]) -> None:
    """Give both their fields back; without a seat left for both, the one who was gone waits for it."""
    seats = has_seat(kept) + has_seat(gone)
    now_made = snapshot(kept)
    unchanged = [name for name, value in before["made"].items() if now_made.get(name) == value]
    mine = restored({name: before["kept"][name] for name in unchanged if name in before["kept"]})
    others = restored(before["gone"])
    if "notices" not in unchanged:
        others["notices"] = quieter(others["notices"], kept.notices)
    mine = {"email": kept.email, "account_id": kept.account_id} | mine
    kept.email = gone.email = kept.account_id = gone.account_id = None
    db.session.flush()
    taken = select(Person.id).where(Person.email == others["email"])
    if others["email"] == mine["email"] or db.session.scalar(taken) is not None:
        others["email"] = None
    for person, fields in ((kept, mine), (gone, others)):
        for name, value in fields.items():
            setattr(person, name, value)
    missing = has_seat(kept) + has_seat(gone) - seats
    if missing > 0 and not take_seat():
        gone.state = "waiting"
    db.session.flush()
    if missing < 0:
        give_seat_back()


def _tags_come_along(kept_id: uuid.UUID, gone_id: uuid.UUID) -> list[str]:
    """A tag that the gone one carries and the kept one had taken off is on again; ids of those rows."""
    carried = select(Tagging.tag_id).where(Tagging.person_id == gone_id, Tagging.taken_off.is_(False))
    tags = set(db.session.scalars(carried))
    off = select(Tagging).where(Tagging.person_id == kept_id, Tagging.taken_off.is_(True))
    found = [tagging for tagging in db.session.scalars(off) if tagging.tag_id in tags]
    for tagging in found:
        tagging.taken_off = False
    db.session.flush()
    return [str(tagging.id) for tagging in found]


def _tell(tenant: TenantInfo, plugin: str, hook: str, kept_id: uuid.UUID, gone_id: uuid.UUID) -> None:
    if plugin not in plugins().manifests:
        raise MergeRefusedError("tool", plugin)
    try:
        plugins().write(tenant, plugin, hook, kept_id=kept_id, gone_id=gone_id)
    except Exception as error:
        log.exception("plugin %s refused %s", plugin, hook)
        raise MergeRefusedError("tool", plugin) from error


def _person(person_id: uuid.UUID) -> Person:
    return db.session.scalars(select(Person).where(Person.id == person_id)).one()


def _take_off(tagging_id: uuid.UUID) -> None:
    """Take a tag off again, if its row is still there."""
    tagging = db.session.scalar(select(Tagging).where(Tagging.id == tagging_id))
    if tagging is not None:
        tagging.taken_off = True


def _forget_ways_back(kept_id: uuid.UUID, *, since: uuid.UUID) -> None:
    """Phones and links of the kept one from the time as one: whose of both they are, nobody can tell.

    Ids grow with time, so that what is younger than the merging has a larger one.
    """
    for table in (PersonSession, PersonToken):
        db.session.execute(delete(table).where(table.person_id == kept_id, table.id > since))
