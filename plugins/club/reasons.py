"""Why points came or went, in words."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from hutong import TenantInfo, db, gettext as _, interface_language, lazy_gettext as _l
from plugins.club.models import Rule, Transfer

REASONS: Mapping[str, Any] = {
    "amount": _l("Paid at the counter"),
    "visit": _l("A visit"),
    "answer": _l("An answered survey"),
    "referral": _l("A friend’s first visit"),
    "birthday": _l("Your birthday"),
    "welcome": _l("Welcome to the club"),
    "refund": _l("Taken back with a refund"),
    "expire": _l("Ended unused"),
    "adjust": _l("Put right by hand"),
    "undo": _l("Undone"),
    "coupon": _l("Paid for a coupon"),
}
UNKNOWN = _l("Something else")


def reason_in_words(transfer: Transfer, titles: Mapping[UUID, str] | None = None) -> str:
    """What happened: the rule's own title where its owner gave it one."""
    title = (titles or {}).get(transfer.rule_id) if transfer.rule_id else None
    return title or str(REASONS.get(transfer.reason, UNKNOWN))


def rule_titles(transfers: Sequence[Transfer], tenant: TenantInfo) -> Mapping[UUID, str]:
    """The titles of the rules behind these events, in the reader's language."""
    ids = {transfer.rule_id for transfer in transfers if transfer.rule_id}
    if not ids:
        return {}
    found = db.session.execute(select(Rule.id, Rule.title).where(Rule.id.in_(ids)))
    return {id_: tenant.text(title, interface_language()) for id_, title in found}


def by_number(count: int) -> str:
    """``+ 20`` or ``− 20``: the sign is a minus, not a hyphen."""
    return _("+%(count)s", count=count) if count >= 0 else _("−%(count)s", count=-count)
