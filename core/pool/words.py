"""Rules in the reader's words: what the list is narrowed to, and what a segment means."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import format_date, lazy_gettext as _l
from flask_babel.speaklater import LazyString

from core.acts.words import STAGE_NAMES, known_verbs
from core.i18n import gettext as _, ngettext
from core.offers import things_to_share
from core.people.forms import ROLE_NAMES
from core.pool.models import Tag
from core.pool.queries import all_tags, links_by_id
from core.pool.rules import Did, Rules
from core.sharing.models import ShareLink
from core.tenants.info import TenantInfo

COLOUR_NAMES: dict[str, LazyString] = {
    "brick": _l("Grey"),
    "lantern": _l("Amber"),
    "pine": _l("Green"),
    "glaze": _l("Blue"),
    "plum": _l("Plum"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids in rules are called; one object serves all rules of a page."""

    tags: Mapping[uuid.UUID, Tag]
    links: Mapping[uuid.UUID, str]
    verbs: Mapping[tuple[str, str], str]


def names_for(tenant: TenantInfo, *many: Rules) -> Names:
    """The names that `many` rules speak of; links are looked up only where one is named."""
    asked = {link_id for rules in many for link_id in rules.via}
    verbs = {(known.plugin, known.verb): known.words for known in known_verbs(tenant)}
    links = link_names(tenant, links_by_id(asked)) if asked else {}
    return Names({tag.id: tag for tag in all_tags()}, links, verbs)


def link_names(tenant: TenantInfo, links: Mapping[uuid.UUID, ShareLink]) -> dict[uuid.UUID, str]:
    """Links as people know them: the channel, else what they lead to."""
    titles = {target.id: target.title for target in things_to_share(tenant)}
    return {link.id: link_name(link, titles.get(link.object_id, "")) for link in links.values()}


def link_name(link: ShareLink, title: str) -> str:
    """``Poster at the counter · How was it?``; one of both is enough."""
    return " · ".join(filter(None, (link.channel, title))) or link.code


def rules_in_words(rules: Rules, names: Names) -> list[tuple[str, str]]:
    """Each rule as the name of its argument and a phrase."""
    said: dict[str, Callable[[Any], str]] = {
        "q": lambda text: _("“%(text)s”", text=text),
        "role": lambda roles: _either(str(ROLE_NAMES[role]) for role in roles),
        "tag": lambda ids: _("Tag %(names)s", names=_tags(ids, names)),
        "not_tag": lambda ids: _("Without tag %(names)s", names=_tags(ids, names)),
        "via": lambda ids: _("Came by %(names)s", names=_either(_link(one, names) for one in ids)),
        "joined_from": lambda day: _("Here since %(day)s or later", day=_day(day)),
        "joined_until": lambda day: _("Here since %(day)s or earlier", day=_day(day)),
        "joined_days": lambda days: ngettext("New since yesterday", "New within %(num)s days", days),
        "active_days": lambda days: ngettext("Seen since yesterday", "Seen within %(num)s days", days),
        "silent_days": lambda days: ngettext("Not seen since yesterday", "Not seen for %(num)s days", days),
        "stage": lambda stage: _("Already: %(stage)s", stage=STAGE_NAMES[stage]),
        "not_stage": lambda stage: _("Not yet: %(stage)s", stage=STAGE_NAMES[stage]),
        "did": lambda many: _and(_("Did: %(act)s", act=_act(did, names)) for did in many),
        "did_not": lambda many: _and(_("Didn’t: %(act)s", act=_act(did, names)) for did in many),
    }
    return [(name, say(getattr(rules, name))) for name, say in said.items() if getattr(rules, name)]


def last_seen(moment: datetime | None, today: date) -> str:
    """How long ago somebody did anything, in days of the tenant's calendar; `moment` is in its zone."""
    if moment is None:
        return ""
    days = (today - moment.date()).days
    if days <= 0:
        return _("Seen today")
    return ngettext("Seen yesterday", "Seen %(num)s days ago", days)


def _tags(ids: tuple[uuid.UUID, ...], names: Names) -> str:
    return _either(names.tags[tag_id].name if tag_id in names.tags else _("(deleted)") for tag_id in ids)


def _link(link_id: uuid.UUID, names: Names) -> str:
    return names.links.get(link_id) or _("(deleted)")


def _act(did: Did, names: Names) -> str:
    words = names.verbs.get((did.plugin, did.verb), did.act)
    return (
        ngettext("%(act)s, since yesterday", "%(act)s, within %(num)s days", did.days, act=words)
        if did.days
        else words
    )


def _either(words: Any) -> str:
    return _(" or ").join(words)


def _and(words: Any) -> str:
    return _("; ").join(words)


def _day(day: date) -> str:
    return str(format_date(day))
