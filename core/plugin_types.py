"""What passes through hooks: small frozen records."""

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from markupsafe import Markup

from core.database import LocalizedText

Permissions = Mapping[str, LocalizedText]
"""What staff may do, by name (``survey.edit``), in words that go on after "may": "Change questions"."""
PLUGIN_NAME = re.compile(r"[a-z][a-z0-9]{1,30}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """Who a plugin is.

    `name` is also its folder, blueprint, table prefix, version table, template folder and settings prefix.
    `api` is the version of the plugin API that it was written for (``"1.0"``; see core/plugin_api.py).
    `console_endpoint` is the first page of its console, e.g. ``survey_console.index``; empty: none.
    `permissions` gives words, in zh and en, to every permission that its routes declare; `verbs` to what
    people do with it, as its acts name it (``complete``: "Answered").
    `holds` gives words to the tables that people think of, in the order in which their numbers are told
    before the data is deleted (``{"survey_response": {"zh": "回答", "en": "Answers"}}``).
    `starter_policy` says what of its starter content may go into a template that a business saves
    (`core/starter_policy.py`); what it does not name stays out.
    """

    name: str
    title: LocalizedText
    summary: LocalizedText
    icon: str
    api: str
    console_endpoint: str = ""
    order: int = 100
    permissions: Permissions = field(default_factory=dict)
    verbs: Mapping[str, LocalizedText] = field(default_factory=dict)
    holds: Mapping[str, LocalizedText] = field(default_factory=dict)
    starter_policy: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One way in the public menu. `order` sorts within all plugins; pages come first."""

    label: str
    url: str
    icon: str = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """Something that waits for the owner. `new` lights the tile and counts on the bell."""

    label: str
    detail: str
    url: str
    icon: str
    new: bool = True


@dataclass(frozen=True, slots=True)
class ShareTarget:
    """An object that share links lead to. `url` is absolute, on the tenant's public side.

    `state` is ``open``, ``paused``, ``closed`` or ``draft``; anything but open shows an honest page.
    `key` is the name under which pages link to it (``tool:<plugin>/<key>``); empty: they cannot.
    `poster` is what its poster says: a headline (else the title), a line that invites to scan, a promise.
    `anonymous`: who comes by a link must leave nothing; scans are counted by the day, and the link's code
    does not go along.
    """

    plugin: str
    kind: str
    id: uuid.UUID
    title: str
    url: str
    state: Literal["open", "paused", "closed", "draft"] = "open"
    summary: str = ""
    icon: str = "page"
    key: str = ""
    poster: tuple[str, str, str] = ("", "", "")
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A kind of block for pages. `kind` begins with the plugin's name and a dot.

    The block's data is one key of an object, stored under `field` (e.g. ``survey: visit``).
    `choices(language)` gives the objects to choose from as ``(key, label)``; `render(key, language, button)`
    draws one on a public page and gives empty markup where there is nothing to show; `button` is what the
    owner wrote on its button, often nothing.
    """

    kind: str
    title: LocalizedText
    icon: str
    field: str
    choices: Callable[[str], Sequence[tuple[str, str]]]
    render: Callable[[str, str, str], Markup]


@dataclass(frozen=True, slots=True)
class ActInfo:
    """One line of the ledger that names a person: who did what, when, at which stage of the loop.

    `plugin` is the tool it was done with (empty: the core's own), `object_id` what it was done to.
    """

    id: uuid.UUID
    at: datetime
    stage: str
    verb: str
    plugin: str
    object_kind: str
    object_id: uuid.UUID | None
    person_id: uuid.UUID
    share_link_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Payable:
    """Something that can be paid: the object of a plugin, and how much. `amount` is in minor units.

    `return_url` is where the payer goes afterwards, whether it worked or not.
    """

    plugin: str
    kind: str
    id: uuid.UUID
    title: str
    amount: int
    currency: str
    return_url: str


@dataclass(frozen=True, slots=True)
class PaymentWay:
    """A way to pay. `key` begins with the name of the plugin that offers it and a dot.

    `begin` starts a payment and gives the address the payer is sent to; without one the payer is told `note`
    (where to pay, where to transfer to) and staff confirm that the money came. Where it fails, what it wrote
    is undone and whoever calls it gets an empty address.
    """

    key: str
    title: str
    note: str = ""
    icon: str = "card"
    begin: Callable[[Payable], str] | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that a payment way says has come for an object; `reference` is the way's own name for it."""

    way: str
    object_id: uuid.UUID
    amount: int
    currency: str
    reference: str


@dataclass(frozen=True, slots=True)
class Starter:
    """One plugin's part of a template: its content file and the folder its files are in."""

    template: str
    content: Mapping[str, Any]
    folder: Path
    languages: Sequence[str] = field(default_factory=lambda: ("zh", "en"))


class StarterError(ValueError):
    """A template that cannot be applied; the message names file and place."""
