"""A business saves its own site as a template: what goes in, looked at beforehand, then kept for good."""

import hashlib
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import yaml
from sqlalchemy import func, select

from core.codes import CODE_ALPHABET
from core.database import db, now, take_turns
from core.gallery.asking import answers
from core.gallery.bundles import MOST_BYTES, check_files, pack
from core.gallery.catalog import TemplateError
from core.gallery.check_content import check_things
from core.gallery.models import PREFIX, SavedTemplate, new_template_code
from core.gallery.operations import ANCESTORS, ORIGIN
from core.gallery.placeholders import NAME, SAMPLES
from core.gallery.saved import newest_of
from core.gallery.stripping import Stripped, strip
from core.i18n import LANGUAGES
from core.media.operations import media_folder
from core.media.queries import photos_by_code
from core.people.queries import colleagues
from core.plugin_manager import plugins
from core.starter_policy import WORDS
from core.tenants.info import TenantInfo
from core.tenants.models import Tenant
from core.theming.public import choice_of
from core.urls import main_address

CHOICES = "saving"
"""Key of a tenant's settings: what its owner wants taken out, and which photos may go."""
MOST_WORDS = 60
MOST_KEPT = 120_000_000
"""Bytes of all versions of a tenant."""
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_CODE = re.compile(rf"(?=[a-z]*[0-9])[{CODE_ALPHABET}]{{8,16}}")


@dataclass(frozen=True, slots=True)
class Choices:
    """What the owner decides: other names of the business, other words to leave out, photos that may go."""

    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Choices":
        """Those that were made last."""
        kept = settings.get(CHOICES, {})
        return cls(*(tuple(kept.get(name, ())) for name in ("names", "words", "photos")))


@dataclass(frozen=True, slots=True)
class About:
    """What a template says of itself."""

    title: Mapping[str, str] = field(default_factory=lambda: {"zh": "预览", "en": "Preview"})
    summary: Mapping[str, str] = field(default_factory=lambda: {"zh": "预览", "en": "Preview"})
    author: str = ""
    licence: str = "own-use"
    code: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A template that is not saved yet: its files, and what stays at home."""

    files: Mapping[str, bytes]
    found: Stripped


class TooMuchError(TemplateError):
    """It would be more than is kept for one business."""


def choose(*, tenant: Tenant, choices: Choices) -> None:
    """Remember what the owner decided, also for the next version."""
    kept = {"names": list(choices.names), "words": list(choices.words), "photos": list(choices.photos)}
    tenant.settings = {**tenant.settings, CHOICES: kept}


def lines_of(typed: str) -> tuple[str, ...]:
    """Words typed one a line."""
    lines = (line.strip()[:60] for line in typed.splitlines())
    return tuple(dict.fromkeys(line for line in lines if len(line) > 1))[:MOST_WORDS]


def drafted(info: TenantInfo, choices: Choices, about: About) -> Draft:
    """The tenant's site as a template; the session is bound to it.

    Raises `TemplateError` for too much, `SilentToolsError` where a tool does not say what it has.
    """
    contents = {"": {"tagline": info.settings.get("tagline", {})}} | answers(info, "starter_export")
    shapes = {name: manifest.starter_policy for name, manifest in plugins().manifests.items()}
    found = strip(
        contents,
        {**shapes, "": {"tagline": WORDS}},
        own=_own_words(info, choices),
        photos=choices.photos,
    )
    code = about.code or "preview"
    names = neutral_names(code, found)
    tagline = found.contents.pop("")["tagline"]
    check_things(found.contents.values())
    files = {"template.yaml": _yaml(_described(info, about, tagline))}
    for plugin, content in found.contents.items():
        if content:
            files[f"content/{plugin}.yaml"] = _yaml(_renamed(content, names))
    files |= {f"art/{name}": svg.encode() for name, svg in found.drawings.items()}
    files |= _photo_files(info, found.photos, names)
    check_files(files)
    return Draft(files, found)


def save_template(
    *, info: TenantInfo, choices: Choices, about: About, saved_by: uuid.UUID | None = None
) -> SavedTemplate:
    """A new version: of the template `about.code`, or the first of a new one. Raises `TemplateError`."""
    code = about.code or new_template_code()
    take_turns(f"saved template {code}")
    last = newest_of(code)
    whole = replace(about, code=code, version=last.version + 1 if last else 1)
    draft = drafted(info, choices, whole)
    counts: dict[str, Any] = {}
    for taken in draft.found.taken_out:
        counts[taken.sort] = counts.get(taken.sort, 0) + 1
    return keep(
        packed=pack(draft.files), about=whole, lineage=lineage_of(info), taken_out=counts, saved_by=saved_by
    )


def keep(
    *,
    packed: bytes,
    about: About,
    lineage: Sequence[Any],
    taken_out: Mapping[str, int],
    saved_by: uuid.UUID | None = None,
) -> SavedTemplate:
    """A version that was packed. Raises `TooMuchError` where the business keeps too much already."""
    kept = db.session.scalar(select(func.coalesce(func.sum(SavedTemplate.size), 0))) or 0
    if kept + len(packed) > MOST_KEPT:
        raise TooMuchError(f"more than {MOST_KEPT // 1_000_000} MB of templates")
    row = SavedTemplate(
        code=about.code,
        version=about.version,
        title=dict(about.title),
        summary=dict(about.summary),
        author=about.author,
        licence=about.licence,
        lineage=list(lineage),
        bundle=packed,
        size=len(packed),
        taken_out=dict(taken_out),
        saved_by=saved_by,
        saved_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def lineage_of(info: TenantInfo) -> list[dict[str, Any]]:
    """What the tenant's site descends from, oldest first: its origin, then what was added to it since."""
    origin = info.settings.get(ORIGIN)
    parents = [*((origin,) if origin else ()), *info.settings.get(ANCESTORS, ())]
    ancestors = {one["name"]: one for parent in parents for one in (*parent.get("lineage", ()), parent)}
    kept = list(ancestors.values())[-20:]
    return [{**one, "title": dict(one["title"])} for one in map(_as_ancestor, kept)]


def _as_ancestor(known: Mapping[str, Any]) -> dict[str, Any]:
    return {name: known[name] for name in ("name", "title", "author", "licence")}


def photos_there(info: TenantInfo) -> list[str]:
    """Codes of the photos that could go. Raises `SilentToolsError`."""
    contents = answers(info, "starter_export")
    shapes = {name: manifest.starter_policy for name, manifest in plugins().manifests.items()}
    taken = strip(contents, shapes, own={}, photos=()).taken_out
    return list(dict.fromkeys(one.was for one in taken if one.sort == "photo"))


def _own_words(info: TenantInfo, choices: Choices) -> dict[str, str]:
    scheme, host = main_address()
    words = dict.fromkeys(choices.words, "{{words}}")
    words |= {f"{scheme}://{host}/{info.slug}": "{{site}}", f"{host}/{info.slug}": "{{site}}"}
    words |= {info.host: "{{site}}"} if info.host else {}
    words |= dict.fromkeys((one.name.strip() for one in colleagues()), "{{owner}}")
    return words | dict.fromkeys((*info.name.values(), *choices.names), NAME)


def _described(info: TenantInfo, about: About, tagline: Mapping[str, str]) -> dict[str, Any]:
    lineage, look = lineage_of(info), choice_of(info.theme)
    engine = plugins()
    return {
        "name": f"{PREFIX}{about.code or 'preview'}-{about.version}",
        "order": 500,
        "title": _spoken(about.title),
        "summary": _spoken(about.summary),
        "tagline": _spoken(tagline or SAMPLES[NAME]),
        "shop_name": dict(SAMPLES[NAME]),
        **({"author": about.author} if about.author else {}),
        "licence": about.licence,
        **({"parent": lineage[-1]["name"], "lineage": lineage} if lineage else {}),
        "theme": look.model_dump(exclude_none=True),
        "profile": {"time_zone": info.time_zone},
        "plugins": [name for name in engine.names if name in info.plugins],
    }


def _spoken(text: Mapping[str, str]) -> dict[str, str]:
    """In every language of the interface; what is missing is said as the other has it."""
    some = next((words for words in text.values() if words.strip()), "…")
    return {language: text.get(language, "").strip() or some for language in LANGUAGES}


def neutral_names(code: str, found: Stripped) -> dict[str, str]:
    """New names by the old, for ids, codes and photos: the same in every version, and nothing from here."""
    names = {}
    for key in found.keys:
        if _ID.fullmatch(key) or _CODE.fullmatch(key):
            names[key] = "k-" + _digest(code, key)
    return names | {photo: "p" + _digest(code, photo) for photo in found.photos}


def _digest(code: str, name: str) -> str:
    return hashlib.sha256(f"{code}/{name}".encode()).hexdigest()[:12]


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if not names:
        return value
    pattern = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))

    def walk(node: Any) -> Any:
        if isinstance(node, str):
            return pattern.sub(lambda found: names[found[0]], node)
        if isinstance(node, Mapping):
            return {name: walk(one) for name, one in node.items()}
        return [walk(one) for one in node] if isinstance(node, list) else node

    return walk(value)


def _photo_files(info: TenantInfo, codes: Sequence[str], names: Mapping[str, str]) -> dict[str, bytes]:
    """The photos in all their sizes, as they were drawn here: without what a camera writes into them."""
    files: dict[str, bytes] = {}
    for code, photo in photos_by_code(codes).items():
        for width in photo.widths:
            path = media_folder(info.id) / f"{code}-{width}.webp"
            size = "" if width == photo.widths[-1] else f"-{width}"
            if path.is_file():
                files[f"art/{names[code]}{size}.webp"] = path.read_bytes()
        if sum(map(len, files.values())) > MOST_BYTES:
            raise TooMuchError("the photos are too large together")
    return files


class _Dumper(yaml.SafeDumper):
    """Writes everything out: a template's file has no aliases."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


def _yaml(data: Any) -> bytes:
    written = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return str(written).encode()
