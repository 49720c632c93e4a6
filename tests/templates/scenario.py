"""The scenario templates as read from disk, and every text in them with its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from core.database import db
from core.gallery.catalog import template_named
from core.gallery.operations import apply_template, share_everything
from core.tenants.models import Tenant
from core.testing.application import TenantUnderTest

ROOT = Path(__file__).parents[2] / "tenant_templates"
NAMES = sorted(path.parent.name for path in ROOT.glob("*/template.yaml"))
SCENARIOS = [name for name in NAMES if name != "blank"]
"""Those that know a trade; the blank one only knows how to begin."""


@dataclass(frozen=True)
class Template:
    name: str
    folder: Path
    about: dict[str, Any]
    pages: list[dict[str, Any]]
    surveys: list[dict[str, Any]]
    meetings: list[dict[str, Any]]
    boxes: list[dict[str, Any]]

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return [block for page in self.pages for block in page["blocks"]]

    def texts(self) -> Iterator[tuple[str, dict[str, str]]]:
        parts = {
            "template": self.about,
            "pages": self.pages,
            "surveys": self.surveys,
            "boxes": self.boxes,
            "meetings": self.meetings,
        }
        yield from _texts(parts, self.name)


def questions(survey: dict[str, Any]) -> list[dict[str, Any]]:
    return [question for page in survey["pages"] for question in page["questions"]]


def read(name: str) -> Template:
    folder = ROOT / name
    content = {
        part: yaml.safe_load(path.read_text("utf-8")) if path.exists() else {}
        for part in ("site", "survey", "complaint", "meeting")
        for path in [folder / f"content/{part}.yaml"]
    }
    return Template(
        name,
        folder,
        about=yaml.safe_load((folder / "template.yaml").read_text("utf-8")),
        pages=content["site"]["pages"],
        surveys=content["survey"].get("surveys", []),
        meetings=content["meeting"].get("meetings", []),
        boxes=content["complaint"].get("boxes", []),
    )


def _texts(node: Any, place: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every mapping that speaks a language; a text in one language only is yielded too, to be refused."""
    if isinstance(node, dict):
        if {"zh", "en"} & set(node):
            yield place, node
            return
        for key, value in node.items():
            yield from _texts(value, f"{place}.{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            label = value.get("key") or value.get("id") if isinstance(value, dict) else None
            yield from _texts(value, f"{place}[{label or index}]")


def apply(tenant: TenantUnderTest, name: str) -> list[str]:
    """Start the community from a template; gives the addresses of what it offers to visitors."""
    with tenant.scope():
        row = db.session.get(Tenant, tenant.id)
        assert row is not None
        shared = share_everything(apply_template(row, template_named(name), ("zh", "en")))
        db.session.commit()
    return [urlsplit(target.url).path for target, _ in shared]
