"""The ledger of points to take along: a table for spreadsheets, and a journal for hledger.

Both are read in portions by id, so that no transaction is open while the other side takes its time. In the
journal each event is a transaction that sums to zero; a member's account carries the number of the card, and
its balance is the member's.
"""

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hutong import TenantInfo, db, gettext as _
from hutong.exports import BOM, csv_text
from hutong.people import person_names
from plugins.club.models import Entry, Member, Programme, Transfer
from plugins.club.reasons import reason_in_words, rule_titles

AT_ONCE = 300
SHOP = "shop"


@dataclass(frozen=True, slots=True)
class Posted:
    """One event with its entries and what is said of it."""

    transfer: Transfer
    reason: str
    by: str
    entries: Sequence[tuple[str, int]]
    """Account and points."""


Writer = Callable[[Sequence[Posted]], str]


def portion(tenant: TenantInfo, write: Writer, after: uuid.UUID | None) -> tuple[str, uuid.UUID | None]:
    """What is written of the events after an id, and the id to go on from; None at the end."""
    found = select(Transfer).order_by(Transfer.id).limit(AT_ONCE)
    transfers = db.session.scalars(found.where(Transfer.id > after) if after else found).all()
    entries: dict[uuid.UUID, list[tuple[str, int]]] = {transfer.id: [] for transfer in transfers}
    rows = db.session.execute(
        select(Entry.transfer_id, Entry.account, Entry.points, Member.number)
        .outerjoin(Member, Member.id == Entry.member_id)
        .where(Entry.transfer_id.in_(entries))
        .order_by(Entry.id)
    )
    for transfer_id, account, points, number in rows:
        entries[transfer_id].append((account_name(account, number), points))
    titles, names = rule_titles(transfers, tenant), person_names(one.recorded_by for one in transfers)
    posted = [
        Posted(one, reason_in_words(one, titles), _by(one, names), entries[one.id])
        for one in transfers
        if entries[one.id]
    ]
    return write(posted), transfers[-1].id if len(transfers) == AT_ONCE else None


def account_name(account: str, number: str | None) -> str:
    """``members:123456782`` or ``shop:issued``."""
    return f"members:{number}" if number else f"{SHOP}:{account}"


def table_writer(tenant: TenantInfo) -> Writer:
    """Rows of a table: one for each entry."""

    def write(posted: Sequence[Posted]) -> str:
        return csv_text(
            [
                f"{one.transfer.at.astimezone(tenant.zone):%Y-%m-%d %H:%M}",
                account,
                str(points),
                one.reason,
                one.transfer.note,
                one.by,
                one.transfer.key,
            ]
            for one in posted
            for account, points in one.entries
        )

    return write


def table_head() -> str:
    """The first line; with a mark so that Excel reads UTF-8."""
    heading = [_("Time"), _("Account"), _("Points"), _("Reason"), _("Note"), _("By"), _("Event")]
    return BOM + csv_text([heading])


def journal_writer(tenant: TenantInfo, commodity: str) -> Writer:
    """Transactions of hledger's journal."""

    def write(posted: Sequence[Posted]) -> str:
        lines: list[str] = []
        for one in posted:
            said = " - ".join(part for part in (one.reason, one.transfer.note) if part)
            lines.append(f"{one.transfer.at.astimezone(tenant.zone):%Y-%m-%d} * {_plain(said)}")
            lines.append(f"    ; event: {_plain(one.transfer.key)}")
            lines += [f"    {account}  {points} {commodity}" for account, points in one.entries]
            lines.append("")
        return "\n".join([*lines, ""]) if lines else ""

    return write


def journal_head(run: Programme, tenant: TenantInfo, language: str, numbers: Sequence[str]) -> str:
    """The title, the commodity and every account, so that hledger can check strictly."""
    commodity = commodity_of(run, tenant, language)
    accounts = [account_name(name, None) for name in ("issued", "spent", "expired", "adjusted")]
    accounts += [account_name("member", number) for number in numbers]
    lines = [f"; {_plain(tenant.text(run.name, language))}", "", f"commodity 1000. {commodity}", ""]
    return "\n".join([*lines, *(f"account {name}" for name in accounts), "", ""])


def commodity_of(run: Programme, tenant: TenantInfo, language: str) -> str:
    """The name of the points, quoted as hledger wants it."""
    name = re.sub(r'[\s";]+', " ", tenant.text(run.points_name, language)).strip()
    return f'"{name or "points"}"'


def card_numbers() -> Sequence[str]:
    """The number of every card that points were ever posted to."""
    posted = select(Entry.member_id).where(Entry.member_id.is_not(None))
    return db.session.scalars(
        select(Member.number).where(Member.id.in_(posted)).order_by(Member.number)
    ).all()


def _by(transfer: Transfer, names: Mapping[uuid.UUID, str]) -> str:
    return names.get(transfer.recorded_by, "") if transfer.recorded_by else ""


def _plain(text: str) -> str:
    """A text on one line that begins no comment and no code."""
    return re.sub(r"[\s;|]+", " ", text).strip().lstrip("(*!").strip()
