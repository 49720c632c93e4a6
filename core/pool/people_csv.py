"""The people of a list or segment as a file for a spreadsheet: UTF-8 with a mark, safe to open there."""

import io
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from core.csv_cells import BOM, csv_text
from core.database import db
from core.i18n import gettext as _
from core.people.forms import ROLE_NAMES
from core.people.models import Person
from core.people.references import portions
from core.pool.models import Tag
from core.pool.queries import last_acts, links_by_id, tags_of
from core.pool.words import link_names
from core.tenants.info import TenantInfo

IN_MEMORY = 2_000_000
"""Bytes of a file that are held before it goes to the disk."""


def people_file(tenant: TenantInfo, ids: Select[Any]) -> IO[bytes]:
    """A file with a row for each of these people, who joined last first; rewound."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    text.write(BOM + csv_text([_heading()]))
    for person_ids in portions(db.session.scalars(ids.order_by(Person.joined_at.desc(), Person.id.desc()))):
        text.write(csv_text(_rows(tenant, person_ids)))
    text.detach()
    file.seek(0)
    return file


def _heading() -> list[str]:
    return [
        _("Name"),
        _("E-mail"),
        _("Phone"),
        _("Customer number"),
        _("Role"),
        _("Tags"),
        _("Came by"),
        _("Here since"),
        _("Last seen"),
        _("Note"),
    ]


def _rows(tenant: TenantInfo, person_ids: Sequence[uuid.UUID]) -> Iterator[list[str]]:
    people = {
        person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(person_ids)))
    }
    tags, seen = tags_of(person_ids), last_acts(person_ids)
    links = link_names(tenant, links_by_id(person.share_link_id for person in people.values()))
    for person_id in person_ids:
        person = people[person_id]
        link = links.get(person.share_link_id, "") if person.share_link_id else ""
        yield _cells(person, tags.get(person_id, ()), link, seen.get(person_id), tenant.zone)
    db.session.expunge_all()


def _cells(
    person: Person, tags: Sequence[Tag], link: str, seen: datetime | None, zone: ZoneInfo
) -> list[str]:
    return [
        person.name,
        person.email or "",
        person.phone,
        person.number,
        str(ROLE_NAMES[person.role]),
        ", ".join(tag.name for tag in tags),
        link,
        _written(person.joined_at, zone),
        _written(seen, zone) if seen else "",
        person.note,
    ]


def _written(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
