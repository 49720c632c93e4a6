"""A template's club, part by part: made once, exported again in the same shape.

A part is a module of `starting`; it is added to `StarterFile`, `APPLYING` and `EXPORTING`, after those that
it refers to.
"""

from collections.abc import Callable, Mapping
from typing import Any

from hutong import Starter, TenantInfo, read_starter
from plugins.club.queries import programme
from plugins.club.starting import offers, plans, points, programme as head

FILE = "content/club.yaml"


class StarterFile(head.Section, points.Section, plans.Section, offers.Section):
    """The whole file."""


APPLYING: tuple[Callable[[StarterFile], None], ...] = (head.apply, points.apply, plans.apply, offers.apply)
EXPORTING: tuple[Callable[[], Mapping[str, Any]], ...] = (
    head.export,
    points.export,
    plans.export,
    offers.export,
)


def apply_starter(_tenant: TenantInfo, starter: Starter) -> None:
    """Make a template's club; what is there already stays as its owner has it. Raises `StarterError`."""
    file = read_starter(StarterFile, starter.content, where=f"{starter.template}/{FILE}")
    for apply in APPLYING:
        apply(file)


def export_starter() -> Mapping[str, Any]:
    """The club as a template has it; nothing where there is none."""
    if programme() is None:
        return {}
    found = {name: value for export in EXPORTING for name, value in export().items()}
    return {name: value for name, value in found.items() if value not in ([], {}, "")}
