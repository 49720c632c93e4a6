"""The scenario templates of this installation, read from their folders once per process."""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import available_timezones

from flask import current_app
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from core.gallery.licences import LICENCES
from core.gallery.yaml_files import read_yaml
from core.plugin_manager import plugins
from core.theming.models import Colour

log = logging.getLogger("hutong.gallery")


class TemplateError(ValueError):
    """A template that does not exist or cannot be used; the message names file and place."""


def _spoken(text: dict[str, str]) -> dict[str, str]:
    missing = [language for language in ("zh", "en") if not text.get(language, "").strip()]
    if missing:
        msg = f"no text in {', '.join(missing)}"
        raise ValueError(msg)
    return text


def _zone(name: str) -> str:
    if name not in available_timezones():
        msg = f"unknown time zone {name!r}"
        raise ValueError(msg)
    return name


def _licence(name: str) -> str:
    if name and name not in LICENCES:
        msg = f"unknown licence {name!r}; known: {', '.join(LICENCES)}"
        raise ValueError(msg)
    return name


Text = Annotated[dict[str, str], AfterValidator(_spoken)]
NAME = r"^[a-z][a-z0-9-]{1,29}$"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Look(_Strict):
    """The theme a community starts with."""

    name: str = Field(min_length=1)
    palette: str = ""
    main: Colour | None = None
    """A main colour of its own, instead of the palette's."""


class Ancestor(_Strict):
    """A template that another one was made from, as it was then."""

    name: str = Field(pattern=NAME)
    title: Text
    author: str = Field(default="", max_length=120)
    licence: str = Field(default="", max_length=20)


class Profile(_Strict):
    """What is known about the business beforehand."""

    time_zone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"


class TemplateInfo(_Strict):
    """``template.yaml``, checked, and the folder it lies in."""

    name: str = Field(pattern=NAME)
    author: str = Field(default="", max_length=120)
    licence: Annotated[str, AfterValidator(_licence)] = ""
    """One of `LICENCES`; empty: nothing is said."""
    parent: str = Field(default="", pattern=rf"^$|{NAME}")
    """The template it descends from, which need not be here any more."""
    lineage: Annotated[tuple[Ancestor, ...], Field(max_length=20)] = ()
    """All that it descends from, oldest first: their authors stay named."""
    order: int = 100
    title: Text
    summary: Text
    tagline: Text
    shop_name: Text
    art: str = ""
    blank: bool = False
    """Begins with next to nothing: the gallery offers it to those whose trade it does not have."""
    theme: Look
    profile: Profile = Profile()
    plugins: tuple[str, ...] = Field(min_length=1)
    folder: Path

    def content_of(self, plugin: str) -> Mapping[str, Any] | None:
        """A plugin's content file, None where the template has none. Raises `TemplateError`."""
        path = self.folder / "content" / f"{plugin}.yaml"
        return _mapping(path) if path.exists() else None

    def build(self) -> str:
        """A name of the template's files as they are now: a kept preview is that of these very files."""
        files = sorted((path, path.stat()) for path in self.folder.rglob("*.*"))
        seen = [(path.name, state.st_size, state.st_mtime_ns) for path, state in files]
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def read_template(folder: Path) -> TemplateInfo:
    """The template in `folder`. Raises `TemplateError` for an unknown plugin or a wrong shape."""
    path = folder / "template.yaml"
    if not path.is_file():
        msg = f"{folder.name}: there is no template.yaml"
        raise TemplateError(msg)
    for link in folder.rglob("*"):
        if link.is_symlink() and not link.resolve().is_relative_to(folder.resolve()):
            msg = f"{folder.name}/{link.relative_to(folder)}: leads out of the template"
            raise TemplateError(msg)
    try:
        info = TemplateInfo(**{**_mapping(path), "folder": folder})
    except ValidationError as error:
        raise TemplateError(_in_words(_place(path), error)) from error
    _check_names(info, path)
    return info


def all_templates() -> Sequence[TemplateInfo]:
    """Every usable template in the order of the gallery; a broken one is logged and left out."""
    catalog: dict[str, TemplateInfo] | None = current_app.extensions.get("hutong.templates")
    if catalog is None:
        catalog = current_app.extensions["hutong.templates"] = _read_all()
    return tuple(catalog.values())


def template_named(name: str) -> TemplateInfo:
    """The template called `name`. Raises `TemplateError` that says what is wrong with it."""
    found = next((template for template in all_templates() if template.name == name), None)
    if found is not None:
        return found
    folder = templates_folder() / name
    if folder.resolve().parent != templates_folder().resolve() or not folder.is_dir():
        known = ", ".join(template.name for template in all_templates()) or "none"
        msg = f"there is no template {name!r}; known: {known}"
        raise TemplateError(msg)
    return read_template(folder)


def templates_folder() -> Path:
    """Where this installation's templates lie."""
    folder: Path = current_app.extensions["hutong.settings"].templates_folder
    return folder


def _read_all() -> dict[str, TemplateInfo]:
    found = []
    for path in sorted(templates_folder().glob("*/template.yaml")):
        try:
            found.append(read_template(path.parent))
        except TemplateError as error:
            log.warning("template left out: %s", error)
    return {info.name: info for info in sorted(found, key=lambda info: (info.order, info.name))}


def _check_names(info: TemplateInfo, path: Path) -> None:
    if info.name != info.folder.name:
        msg = f"{_place(path)}: name is {info.name!r}, the folder is {info.folder.name!r}"
        raise TemplateError(msg)
    for number, plugin in enumerate(info.plugins):
        if plugin not in plugins().manifests:
            msg = f"{_place(path)}: plugins.{number}: unknown plugin {plugin!r}"
            raise TemplateError(msg)
    for content in sorted((info.folder / "content").glob("*.yaml")):
        if content.stem not in info.plugins:
            msg = f"{_place(content)}: plugin {content.stem!r} is not among the template's plugins"
            raise TemplateError(msg)
    if info.art and not (info.folder / "art" / info.art).is_file():
        msg = f"{_place(path)}: art: there is no art/{info.art}"
        raise TemplateError(msg)


def _mapping(path: Path) -> dict[str, Any]:
    document, faults = read_yaml(path, _place(path))
    if document is None:
        raise TemplateError("\n".join(map(str, faults)))
    data: dict[str, Any] = document.data
    return data


def _place(path: Path) -> str:
    parts = path.parts
    return "/".join(parts[-3:] if parts[-2] == "content" else parts[-2:])


def _in_words(place: str, error: ValidationError) -> str:
    lines = [
        f"{place}: {'.'.join(map(str, fault['loc']))}: {fault['msg'].removeprefix('Value error, ')}"
        for fault in error.errors()
    ]
    return "\n".join(lines)
