"""The line under every form: who asks, why, and how long answers are kept."""

from collections.abc import Mapping
from typing import Any

from hutong import TenantInfo, gettext as _

_MONTH = 365.25 / 12


def keep_line(
    tenant: TenantInfo, texts: Mapping[str, Any], keep_days: int, language: str, *, nameless: bool
) -> str:
    """The whole line in one language."""
    who = tenant.text(texts.get("who"), language) or tenant.name_in(language)
    why = tenant.text(texts.get("why"), language)
    asks = _("%(who)s is asking, %(why)s.", who=who, why=why) if why else _("%(who)s is asking.", who=who)
    seen = _(" Only we see your answers. ")
    if nameless:
        seen += _("Nobody’s name is recorded, not even a member’s. ")
    return asks + seen + kept_for(keep_days)


def kept_for(keep_days: int) -> str:
    """How long answers are kept, in days up to two months."""
    if keep_days < 2 * _MONTH:
        return _("We delete the answers after %(num)s days.", num=keep_days)
    return _("We delete the answers after %(num)s months.", num=round(keep_days / _MONTH))
