"""Every door of the house: each rule of the URL map, with the address under which it opens."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from core.policy import Policy

PREFIX = {"platform": "", "console": "/console/{}", "public": "/{}"}
METHODS = ("GET", "POST")
NO_OBJECTS = frozenset({"template", "theme", "palette", "main", "digest", "path", "name", "icon_kind"})
"""Arguments that name nothing of a tenant."""


@dataclass(frozen=True)
class Door:
    """One rule."""

    rule: Rule
    policy: Policy
    owner: str
    """The plugin it belongs to, or ``core``."""

    @property
    def surface(self) -> str:
        return str(self.rule.subdomain)

    @property
    def endpoint(self) -> str:
        return str(self.rule.endpoint)

    @property
    def is_personal(self) -> bool:
        """Whether it opens to one person only."""
        return self.policy.audience == "holder"

    @property
    def methods(self) -> list[str]:
        return [method for method in METHODS if method in (self.rule.methods or ())]

    def path(self, app: Flask, slug: str, samples: Mapping[str, Mapping[str, Any]]) -> str:
        """Its address at the tenant `slug`; what no sample is given for is ``x``."""
        known = given(self, samples)
        values = {name: known.get(name, "x") for name in self.rule.arguments}
        adapter = app.url_map.bind("localhost", subdomain=self.surface)
        return PREFIX[self.surface].format(slug) + adapter.build(self.endpoint, values)

    def named(self, samples: Mapping[str, Mapping[str, Any]]) -> list[str]:
        """Its arguments that name an object of a tenant."""
        known = given(self, samples)
        named = self.rule.arguments - NO_OBJECTS
        return sorted(name for name in named if name in known and not isinstance(known[name], int))


def given(door: Door, samples: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What `samples` say about the arguments of a door: those of its plugin, and its own."""
    return {**samples[door.owner], **samples.get(door.endpoint, {})}


def doors(app: Flask, *surfaces: str, owner: str = "") -> list[Door]:
    """All of them, or those on these surfaces, or of one plugin (``core``: of none)."""
    plugins = app.extensions["hutong.plugins"].manifests
    found = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.subdomain, rule.rule)):
        group = rule.endpoint.partition(".")[0].removesuffix("_console")
        view: Any = app.view_functions[rule.endpoint]
        door = Door(rule, view.policy, group if group in plugins else "core")
        if (not surfaces or door.surface in surfaces) and owner in ("", door.owner):
            found.append(door)
    return found


def invented(samples: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Arguments of the same shape that never existed."""
    return {
        owner: {name: _invented(value) for name, value in given.items()} for owner, given in samples.items()
    }


def _invented(value: Any) -> Any:
    match value:
        case uuid.UUID():
            return uuid.uuid4()
        case str():
            return "z" * len(value)
        case _:
            return value
